// SPDX-License-Identifier: Apache-2.0

/// jemalloc reads its options from here (its manual, "TUNING"). Memory in huge pages: a large run
/// otherwise spends a tenth of its time on the first touch of each small one.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "thp:always";
}
