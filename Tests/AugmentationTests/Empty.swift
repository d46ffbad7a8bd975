// The first test of Augmentation replaces this file.
