"""What the tests share: the validator, readers of Word files, and ways to run the program."""
