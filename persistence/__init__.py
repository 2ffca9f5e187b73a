"""Everything that touches a disk or a socket: event stores and view stores."""
