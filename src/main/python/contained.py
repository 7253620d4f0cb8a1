"""JupyterLab's files, held inside the project: a link that leads out of it is not followed.

Without this a link in a downloaded archive or repository shows its target, any file of the user's, in the browser, and
lets it be edited there. Java's kernels still follow links: a data folder may lie on another disk.
"""

import os

from originals import TrustingFileManager
from tornado.web import HTTPError


class ContainedFileManager(TrustingFileManager):
    def _get_os_path(self, path: str) -> str:
        """Of every file that the server lists, reads or writes."""
        found = super()._get_os_path(path)
        root = os.path.realpath(self.root_dir)
        if os.path.commonpath([root, os.path.realpath(found)]) != root:
            raise HTTPError(404, f"{path} leads out of the project")
        return found
