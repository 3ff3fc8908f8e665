"""Claims set side by side: how an address names them, and how many there are at most."""

# The parameter that names the claims that are compared on all other pages: carried along, and no
# part of what is asked there.
BESIDE = "beside"
MOST = 4  # claims side by side: a screen has no room for more columns
