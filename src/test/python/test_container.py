import os
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import container

GIB = 1 << 30
NO_LIMIT = "9223372036854771712"


class ContainerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.groups, self.own = Path(folder.name, "cgroup"), Path(folder.name, "own")

    def write(self, own, **files):
        self.own.write_text(own)
        for name, text in files.items():
            file = self.groups / name.replace("__", "/").replace("_DOT_", ".")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def memory(self):
        return container.memory(16 * GIB, self.groups, self.own)

    def cores(self):
        return container.cores(self.groups, self.own)

    def test_version_2_inside_a_container(self):
        self.write("0::/\n", memory_DOT_max=f"{3 * GIB}\n", cpu_DOT_max="100000 100000\n")
        self.assertEqual((self.memory(), self.cores()), (3 * GIB, 1))

    def test_version_2_without_limits(self):
        self.write("0::/\n", memory_DOT_max="max\n", cpu_DOT_max="max 100000\n")
        self.assertEqual(self.memory(), 16 * GIB)
        self.assertEqual(self.cores(), len(os.sched_getaffinity(0)))

    def test_limit_of_a_group_around_ours_holds(self):
        self.write(
            "0::/user/job\n",
            user__memory_DOT_max=f"{2 * GIB}\n",
            user__job__memory_DOT_max=f"{4 * GIB}\n",
        )
        self.assertEqual(self.memory(), 2 * GIB)

    def test_version_1_inside_a_container_whose_path_is_that_of_the_world_outside(self):
        self.write(
            "9:memory:/docker/1234\n4:cpu,cpuacct:/docker/1234\n",
            memory__memory_DOT_limit_in_bytes=f"{3 * GIB}\n",
            **{
                "cpu,cpuacct__cpu_DOT_cfs_quota_us": "50000\n",
                "cpu,cpuacct__cpu_DOT_cfs_period_us": "100000\n",
            },
        )
        self.assertEqual((self.memory(), self.cores()), (3 * GIB, 1))

    def test_version_1_without_limits(self):
        self.write(
            "9:memory:/\n4:cpu:/\n",
            memory__memory_DOT_limit_in_bytes=NO_LIMIT,
            cpu__cpu_DOT_cfs_quota_us="-1\n",
            cpu__cpu_DOT_cfs_period_us="100000\n",
        )
        self.assertEqual(self.memory(), 16 * GIB)
        self.assertEqual(self.cores(), len(os.sched_getaffinity(0)))

    def test_system_without_control_groups(self):
        self.assertEqual(self.memory(), 16 * GIB)

    def test_openmp_is_told_only_what_it_would_not_find_by_itself(self):
        with (
            unittest.mock.patch.object(container, "cores", lambda: 2),
            unittest.mock.patch.object(os, "cpu_count", lambda: 64),
        ):
            self.assertEqual(container.threads({}), {"OMP_NUM_THREADS": "2"})
            self.assertEqual(container.threads({"OMP_NUM_THREADS": "8"}), {})
        with (
            unittest.mock.patch.object(container, "cores", lambda: 64),
            unittest.mock.patch.object(os, "cpu_count", lambda: 64),
        ):
            self.assertEqual(container.threads({}), {})
