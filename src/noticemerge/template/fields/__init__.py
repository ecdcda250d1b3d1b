"""Word's own fields in a letter (ECMA-376 part 1 §17.16): those of its mail merge are filled as tags are."""
