// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

namespace retort {

/// A value that snapshots share and that nobody changes while it is shared. Copying costs a
/// reference; comparing is deep, but at once where both sides share the value.
template <class T>
class Shared {
public:
    Shared() = default;
    explicit Shared(T value) : value_(std::make_shared<T>(std::move(value))) {}

    [[nodiscard]] explicit operator bool() const { return value_ != nullptr; }
    [[nodiscard]] const T& operator*() const { return *value_; }
    [[nodiscard]] const T* operator->() const { return value_.get(); }
    [[nodiscard]] const T* get() const { return value_.get(); }

    /// The value, for its only owner to change in place; a copy of it where others share it.
    [[nodiscard]] T& edit() {
        if (value_.use_count() != 1) { value_ = std::make_shared<T>(*value_); }
        return *value_;
    }

    friend bool operator==(const Shared& a, const Shared& b) {
        return a.value_ == b.value_ || (a.value_ && b.value_ && *a.value_ == *b.value_);
    }

private:
    std::shared_ptr<T> value_;
};

}  // namespace retort
