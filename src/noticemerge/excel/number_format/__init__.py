"""How Excel displays a number under a number format (ECMA-376 part 1 §18.8.30)."""
