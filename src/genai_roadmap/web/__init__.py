"""Files on the web: their addresses, and downloading them."""
