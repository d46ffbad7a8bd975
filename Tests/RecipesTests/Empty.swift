// The first test of Recipes replaces this file.
