// The first file of Augmentation replaces this one.
