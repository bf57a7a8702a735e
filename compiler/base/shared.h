// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

namespace retort {

/// An immutable value that snapshots share. Copying costs a reference; comparing is deep, but at
/// once where both sides share the value.
template <class T>
class Shared {
public:
    Shared() = default;
    explicit Shared(T value) : value_(std::make_shared<const T>(std::move(value))) {}

    [[nodiscard]] explicit operator bool() const { return value_ != nullptr; }
    [[nodiscard]] const T& operator*() const { return *value_; }
    [[nodiscard]] const T* operator->() const { return value_.get(); }
    [[nodiscard]] const T* get() const { return value_.get(); }

    friend bool operator==(const Shared& a, const Shared& b) {
        return a.value_ == b.value_ || (a.value_ && b.value_ && *a.value_ == *b.value_);
    }

private:
    std::shared_ptr<const T> value_;
};

}  // namespace retort
