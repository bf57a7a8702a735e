// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

namespace retort {

/// An optional value kept on the heap: eight bytes where it is absent. It copies deeply and
/// compares by value, so that large rare parts (a default, a comment) do not make every column
/// large, and so that a type can contain itself.
template <class T>
class Box {
public:
    Box() = default;
    Box(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT: implicit on purpose
    Box(const Box& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
    Box(Box&&) noexcept = default;
    Box& operator=(const Box& other) {
        if (this != &other) { *this = Box(other); }
        return *this;
    }
    Box& operator=(Box&&) noexcept = default;
    ~Box() = default;

    [[nodiscard]] explicit operator bool() const { return value_ != nullptr; }
    [[nodiscard]] bool has_value() const { return value_ != nullptr; }
    [[nodiscard]] T& operator*() { return *value_; }
    [[nodiscard]] const T& operator*() const { return *value_; }
    [[nodiscard]] T* operator->() { return value_.get(); }
    [[nodiscard]] const T* operator->() const { return value_.get(); }
    [[nodiscard]] const T* get() const { return value_.get(); }
    void reset() { value_.reset(); }

    friend bool operator==(const Box& a, const Box& b) {
        return a.value_ == nullptr || b.value_ == nullptr ? a.value_ == b.value_
                                                          : *a.value_ == *b.value_;
    }

private:
    std::unique_ptr<T> value_;
};

}  // namespace retort
