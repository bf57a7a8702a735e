// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/names.h"

#include <algorithm>

namespace retort {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Edit distance that counts a swap of two neighbours as one edit, ignoring ASCII case.
class EditDistance {
public:
    /// More than `limit` where the distance is more than that: it is then not looked for.
    std::size_t operator()(std::string_view a, std::string_view b, std::size_t limit) {
        // Names of one project begin and end alike: what is left is short.
        while (!a.empty() && !b.empty() && lower(a.front()) == lower(b.front())) {
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
        while (!a.empty() && !b.empty() && lower(a.back()) == lower(b.back())) {
            a.remove_suffix(1);
            b.remove_suffix(1);
        }
        if (a.empty() || b.empty()) { return a.size() + b.size(); }
        before_previous_.assign(b.size() + 1, 0);
        previous_.resize(b.size() + 1);
        current_.resize(b.size() + 1);
        for (std::size_t j = 0; j <= b.size(); ++j) { previous_[j] = j; }
        std::size_t least_before = 0;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            current_[0] = i;
            std::size_t least = i;
            for (std::size_t j = 1; j <= b.size(); ++j) {
                const std::size_t substitution = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
                current_[j] = std::min(
                    {previous_[j] + 1, current_[j - 1] + 1, previous_[j - 1] + substitution});
                if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                    lower(a[i - 2]) == lower(b[j - 1])) {
                    current_[j] = std::min(current_[j], before_previous_[j - 2] + 1);
                }
                least = std::min(least, current_[j]);
            }
            // What follows is made of these two rows, and is never less.
            if (least > limit && least_before > limit) { return limit + 1; }
            least_before = least;
            std::swap(before_previous_, previous_);
            std::swap(previous_, current_);
        }
        return previous_[b.size()];
    }

private:
    std::vector<std::size_t> before_previous_;
    std::vector<std::size_t> previous_;
    std::vector<std::size_t> current_;
};

}  // namespace

std::string_view nearest_name(std::string_view word,
                              const std::vector<std::string_view>& candidates) {
    const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
    std::string_view best;
    std::size_t best_distance = limit + 1;
    EditDistance distance_of;
    for (const std::string_view candidate : candidates) {
        const std::size_t longer = std::max(word.size(), candidate.size());
        const std::size_t shorter = std::min(word.size(), candidate.size());
        if (longer - shorter > limit) { continue; }
        const std::size_t distance = distance_of(word, candidate, best_distance);
        if (distance < best_distance || (distance == best_distance && candidate < best)) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

}  // namespace retort
