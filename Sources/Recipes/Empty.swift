// The first file of Recipes replaces this one.
