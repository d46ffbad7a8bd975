// The first file of Evaluation replaces this one.
