// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace retort {

/// The start of a key, of texts without zeros, in numbers that compare as keys do: the greater key
/// never has the lesser start, and where the starts are equal the keys decide.
struct KeyStart {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    friend auto operator<=>(const KeyStart&, const KeyStart&) = default;
};
/// Of `text`, or of `text`, a zero and `rest`.
[[nodiscard]] inline KeyStart start_of_text(std::string_view text, std::string_view rest = {}) {
    std::array<unsigned char, 16> bytes{};
    const std::size_t size = std::min(text.size(), bytes.size());
    std::copy_n(text.begin(), size, bytes.begin());
    if (size + 1 < bytes.size()) {
        std::copy_n(rest.begin(), std::min(rest.size(), bytes.size() - size - 1),
                    bytes.begin() + static_cast<std::ptrdiff_t>(size) + 1);
    }
    KeyStart start;
    for (std::size_t i = 0; i < 8; ++i) {
        start.first = start.first << 8U | bytes[i];
        start.second = start.second << 8U | bytes[i + 8];
    }
    return start;
}
/// `rest` behind what the keys are ordered by before.
[[nodiscard]] constexpr KeyStart behind(unsigned char before, const KeyStart& rest) {
    constexpr unsigned kFirst = 56;
    return {std::uint64_t{before} << kFirst | rest.first >> 8U,
            rest.first << kFirst | rest.second >> 8U};
}

/// An ordered map whose copies share structure: copying costs one reference, and a change after a
/// copy costs the path to the changed entry (O(log n) small nodes), while the only owner of a map
/// changes it in place. It makes a snapshot of the schema at every revision affordable.
///
/// A treap whose priorities are a fixed mix of the key's hash: the shape, and so the cost, depends
/// on the keys alone. That makes two maps with a common past quick to compare: what they share is
/// skipped. Iteration is in key order. Copies may be used from several threads.
///
/// `Hash::start(key)`, where there is one, is the key's KeyStart: of keys that are no texts.
template <class Key, class Value, class Hash = std::hash<Key>>
class PersistentMap {
public:
    PersistentMap() = default;

    /// The map of these entries, in linear time where they are in order already. Of entries with
    /// the same key the last is taken.
    explicit PersistentMap(std::vector<std::pair<Key, Value>> entries) {
        const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
        if (!std::is_sorted(entries.begin(), entries.end(), before)) {
            std::stable_sort(entries.begin(), entries.end(), before);
        }
        // The path from the root to the greatest key so far; what is taken off it is complete.
        std::vector<Link> path;
        const auto take_last = [&path](Link below) {
            Link last = std::move(path.back());
            path.pop_back();
            last->right = std::move(below);
            recount(*last);
            return last;
        };
        for (std::size_t i = 0; i < entries.size(); ++i) {
            auto& [key, value] = entries[i];
            if (i + 1 < entries.size() && key == entries[i + 1].first) { continue; }
            const Place place{key_start(key), mix(Hash{}(key))};
            Link fresh(new Node(Ref<Entry>(new Entry(std::move(key), std::move(value))), place));
            while (!path.empty() && above(*fresh, *path.back())) {
                fresh->left = take_last(std::move(fresh->left));
            }
            path.push_back(std::move(fresh));
        }
        while (!path.empty()) { root_ = take_last(std::move(root_)); }
    }

    [[nodiscard]] std::size_t size() const { return count(root_.get()); }
    [[nodiscard]] bool empty() const { return root_.get() == nullptr; }

    /// The value at `key`, or null. The pointer lives until this map changes.
    [[nodiscard]] const Value* find(const Key& key) const {
        const KeyStart start = key_start(key);
        const Node* node = root_.get();
        while (node != nullptr) {
            const auto order = compare(start, key, *node);
            if (order == 0) { return &node->entry->value; }
            node = order < 0 ? node->left.get() : node->right.get();
        }
        return nullptr;
    }
    [[nodiscard]] bool contains(const Key& key) const { return find(key) != nullptr; }

    /// The value at `key` for changing, or null. The pointer lives until this map changes or is
    /// copied.
    [[nodiscard]] Value* edit(const Key& key) {
        const KeyStart start = key_start(key);
        Link* link = &root_;
        while (*link) {
            Node& node = own(*link);
            const auto order = compare(start, key, node);
            if (order == 0) { return &own_entry(node).value; }
            link = order < 0 ? &node.left : &node.right;
        }
        return nullptr;
    }

    /// Sets the value at `key`, new or not.
    void set(Key key, Value value) {
        const Place place{key_start(key), mix(Hash{}(key))};
        insert(root_, std::move(key), std::move(value), place);
    }

    /// Removes `key`; says whether it was there.
    bool erase(const Key& key) {
        if (!contains(key)) { return false; }
        remove(root_, key_start(key), key);
        return true;
    }

    /// Calls `visit(key, value)` for every entry in key order.
    template <class Visit>
    void for_each(Visit&& visit) const {
        walk(root_.get(), visit);
    }

    /// Calls `visit(key, value)` in key order from the first key that is not less than `key`, until
    /// it returns false.
    template <class Visit>
    void for_each_from(const Key& key, Visit&& visit) const {
        walk_from(root_.get(), key_start(key), key, visit);
    }

    /// Calls `visit(key, in_a, in_b)` in key order for every key whose values differ; a null
    /// pointer stands for no entry. What the maps share costs nothing.
    template <class Visit>
    friend void for_each_difference(const PersistentMap& a, const PersistentMap& b, Visit&& visit) {
        differences(a.root_, b.root_, visit);
    }

    /// The entries of `b`, those that are equal taken from `a`: what the two then share costs
    /// nothing to compare again.
    [[nodiscard]] friend PersistentMap share_equal(const PersistentMap& a, const PersistentMap& b) {
        PersistentMap result;
        result.root_ = share(a.root_, b.root_);
        return result;
    }

    /// The two are one and the same snapshot: equal without looking.
    [[nodiscard]] bool same_as(const PersistentMap& other) const {
        return root_.get() == other.root_.get();
    }

    friend bool operator==(const PersistentMap& a, const PersistentMap& b) {
        if (a.same_as(b)) { return true; }
        if (a.size() != b.size()) { return false; }
        bool equal = true;
        for_each_difference(a, b, [&](const Key&, const Value*, const Value*) { equal = false; });
        return equal;
    }

private:
    /// Counts the owners of a node or an entry inside it: half the size of std::shared_ptr.
    template <class T>
    class Ref {
    public:
        Ref() = default;
        explicit Ref(T* fresh) : object_(fresh) {}
        Ref(const Ref& other) : object_(other.object_) {
            if (object_ != nullptr) { object_->owners.fetch_add(1, std::memory_order_relaxed); }
        }
        Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
        Ref& operator=(Ref other) noexcept {
            std::swap(object_, other.object_);
            return *this;
        }
        ~Ref() {
            if (object_ != nullptr &&
                object_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
                delete object_;
            }
        }
        [[nodiscard]] T* get() const { return object_; }
        [[nodiscard]] T* operator->() const { return object_; }
        [[nodiscard]] T& operator*() const { return *object_; }
        [[nodiscard]] explicit operator bool() const { return object_ != nullptr; }
        [[nodiscard]] bool alone() const {
            return object_->owners.load(std::memory_order_acquire) == 1;
        }

    private:
        T* object_ = nullptr;
    };

    struct Entry {
        Key key;
        Value value;
        std::atomic<std::uint32_t> owners{1};
        Entry(Key k, Value v) : key(std::move(k)), value(std::move(v)) {}
    };
    /// What of a key decides where its node stands.
    struct Place {
        KeyStart start;
        std::uint32_t priority = 0;
    };
    static KeyStart key_start(const Key& key) {
        if constexpr (requires { Hash::start(key); }) {
            return Hash::start(key);
        } else if constexpr (std::is_convertible_v<const Key&, std::string_view>) {
            return start_of_text(key);
        } else {
            return {};
        }
    }
    struct Node;
    using Link = Ref<Node>;
    struct Node {
        std::atomic<std::uint32_t> owners{1};
        std::uint32_t count = 1;
        Place place;  ///< beside the links: most steps down the tree need no look at the entry
        Ref<Entry> entry;
        Link left;
        Link right;
        Node(Ref<Entry> e, const Place& p) : place(p), entry(std::move(e)) {}
        Node(const Node& other)
            : count(other.count),
              place(other.place),
              entry(other.entry),
              left(other.left),
              right(other.right) {}
        Node& operator=(const Node&) = delete;
        ~Node() = default;
    };

    static std::uint32_t count(const Node* node) { return node != nullptr ? node->count : 0; }
    static std::strong_ordering compare(const KeyStart& start, const Key& key, const Node& node) {
        const std::strong_ordering order = start <=> node.place.start;
        return order != 0 ? order : key <=> node.entry->key;
    }
    static std::strong_ordering compare(const Node& a, const Node& b) {
        return compare(a.place.start, a.entry->key, b);
    }
    static std::uint32_t mix(std::size_t hash) {
        std::uint64_t x = hash + 0x9e3779b97f4a7c15ULL;
        x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
        return static_cast<std::uint32_t>((x ^ (x >> 31U)) >> 16U);
    }
    /// The order of priorities, the key deciding between equal ones: the shape stays unique.
    static bool above(const Node& a, const Node& b) {
        if (a.place.priority != b.place.priority) { return a.place.priority > b.place.priority; }
        return compare(a, b) < 0;
    }
    /// A node that only this map owns: the node itself, or a copy of it.
    static Node& own(Link& link) {
        if (!link.alone()) { link = Link(new Node(*link)); }
        return *link;
    }
    static Entry& own_entry(Node& node) {
        if (!node.entry.alone()) {
            node.entry = Ref<Entry>(new Entry(node.entry->key, node.entry->value));
        }
        return *node.entry;
    }
    static void recount(Node& node) {
        node.count = 1 + count(node.left.get()) + count(node.right.get());
    }

    static void rotate_right(Link& link) {
        Link left = std::move(link->left);
        own(left);
        link->left = std::move(left->right);
        recount(*link);
        left->right = std::move(link);
        link = std::move(left);
        recount(*link);
    }
    static void rotate_left(Link& link) {
        Link right = std::move(link->right);
        own(right);
        link->right = std::move(right->left);
        recount(*link);
        right->left = std::move(link);
        link = std::move(right);
        recount(*link);
    }
    static void insert(Link& link, Key&& key, Value&& value, const Place& place) {
        if (!link) {
            link = Link(new Node(Ref<Entry>(new Entry(std::move(key), std::move(value))), place));
            return;
        }
        Node& node = own(link);
        const auto order = compare(place.start, key, node);
        if (order < 0) {
            insert(node.left, std::move(key), std::move(value), place);
            recount(node);
            if (above(*node.left, node)) { rotate_right(link); }
        } else if (order > 0) {
            insert(node.right, std::move(key), std::move(value), place);
            recount(node);
            if (above(*node.right, node)) { rotate_left(link); }
        } else {
            // The key may differ in what equality ignores: it is set with the value.
            node.entry = Ref<Entry>(new Entry(std::move(key), std::move(value)));
        }
    }
    static Link join(Link left, Link right) {
        if (!left) { return right; }
        if (!right) { return left; }
        if (above(*left, *right)) {
            Node& node = own(left);
            node.right = join(std::move(node.right), std::move(right));
            recount(node);
            return left;
        }
        Node& node = own(right);
        node.left = join(std::move(left), std::move(node.left));
        recount(node);
        return right;
    }
    static void remove(Link& link, const KeyStart& start, const Key& key) {
        Node& node = own(link);
        const auto order = compare(start, key, node);
        if (order < 0) {
            remove(node.left, start, key);
            recount(node);
        } else if (order > 0) {
            remove(node.right, start, key);
            recount(node);
        } else {
            link = join(std::move(node.left), std::move(node.right));
        }
    }
    template <class Visit>
    static void walk(const Node* node, Visit& visit) {
        if (node == nullptr) { return; }
        walk(node->left.get(), visit);
        visit(node->entry->key, node->entry->value);
        walk(node->right.get(), visit);
    }
    template <class Visit>
    static bool walk_from(const Node* node, const KeyStart& start, const Key& key, Visit& visit) {
        if (node == nullptr) { return true; }
        if (compare(start, key, *node) > 0) {
            return walk_from(node->right.get(), start, key, visit);
        }
        return walk_from(node->left.get(), start, key, visit) &&
               visit(node->entry->key, node->entry->value) &&
               walk_from(node->right.get(), start, key, visit);
    }

    /// The entries below and above the key of another tree's node, which this one does not hold.
    static std::pair<Link, Link> split(Link link, const Node& other) {
        if (!link) { return {}; }
        Node& node = own(link);
        if (compare(node, other) < 0) {
            auto [low, high] = split(std::move(node.right), other);
            node.right = std::move(low);
            recount(node);
            return {std::move(link), std::move(high)};
        }
        auto [low, high] = split(std::move(node.left), other);
        node.left = std::move(high);
        recount(node);
        return {std::move(low), std::move(link)};
    }
    template <class Visit>
    static void differences(const Link& a, const Link& b, Visit& visit) {
        if (a.get() == b.get()) { return; }
        if (!a || !b) {
            const bool in_a = static_cast<bool>(a);
            auto one_side = [&](const Key& key, const Value& value) {
                visit(key, in_a ? &value : nullptr, in_a ? nullptr : &value);
            };
            walk((in_a ? a : b).get(), one_side);
            return;
        }
        const Entry& left = *a->entry;
        const Entry& right = *b->entry;
        if (compare(*a, *b) == 0) {
            differences(a->left, b->left, visit);
            if (&left != &right && !(left.value == right.value)) {
                visit(left.key, &left.value, &right.value);
            }
            differences(a->right, b->right, visit);
        } else if (above(*a, *b)) {
            // Were this key in b, it would stand above b's root too: only a has it.
            const auto [low, high] = split(b, *a);
            differences(a->left, low, visit);
            visit(left.key, &left.value, static_cast<const Value*>(nullptr));
            differences(a->right, high, visit);
        } else {
            const auto [low, high] = split(a, *b);
            differences(low, b->left, visit);
            visit(right.key, static_cast<const Value*>(nullptr), &right.value);
            differences(high, b->right, visit);
        }
    }

    /// `b` with these children; `b` itself where they are its own.
    static Link with_children(const Link& b, Link left, Link right) {
        if (left.get() == b->left.get() && right.get() == b->right.get()) { return b; }
        Link link(new Node(b->entry, b->place));
        link->left = std::move(left);
        link->right = std::move(right);
        recount(*link);
        return link;
    }
    static Link share(const Link& a, const Link& b) {
        if (!a || !b || a.get() == b.get()) { return b; }
        if (compare(*a, *b) == 0) {
            Link left = share(a->left, b->left);
            Link right = share(a->right, b->right);
            const bool same =
                a->entry.get() == b->entry.get() || a->entry->value == b->entry->value;
            return with_children(same ? a : b, std::move(left), std::move(right));
        }
        if (above(*a, *b)) {
            // Were this key in b, it would stand above b's root too: only a has it.
            const auto [low, high] = split(b, *a);
            return join(share(a->left, low), share(a->right, high));
        }
        const auto [low, high] = split(a, *b);
        return with_children(b, share(low, b->left), share(high, b->right));
    }

    Link root_;
};

}  // namespace retort
