// The first test of Evaluation replaces this file.
