"""What the archive tells whoever listens; it does not know who does."""

from django.dispatch import Signal

# Bulk writes send no post_save, so whoever writes in bulk sends this: `uids`, of the documents.
documents_changed = Signal()
