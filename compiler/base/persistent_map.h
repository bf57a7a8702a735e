// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace retort {

/// An ordered map whose copies share structure: copying costs one reference, and a change after a
/// copy costs the path to the changed entry (O(log n)), while the only owner of a map changes it in
/// place. It makes a snapshot of the schema at every revision affordable.
///
/// A treap whose priorities are a fixed mix of the insertion's key hash: the shape, and so the
/// cost, depends on the keys alone, and iteration is in key order.
template <class Key, class Value, class Hash = std::hash<Key>>
class PersistentMap {
    struct Node;
    using Link = std::shared_ptr<Node>;
    struct Node {
        Key key;
        Value value;
        std::size_t priority;
        std::size_t count;
        Link left;
        Link right;
    };

public:
    [[nodiscard]] std::size_t size() const { return count(root_); }
    [[nodiscard]] bool empty() const { return root_ == nullptr; }

    /// The value at `key`, or null. The pointer lives until this map changes.
    [[nodiscard]] const Value* find(const Key& key) const {
        const Node* node = root_.get();
        while (node != nullptr) {
            if (key < node->key) {
                node = node->left.get();
            } else if (node->key < key) {
                node = node->right.get();
            } else {
                return &node->value;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool contains(const Key& key) const { return find(key) != nullptr; }

    /// Sets the value at `key`, new or not.
    void set(Key key, Value value) {
        const std::size_t priority = mix(Hash{}(key));
        insert(root_, std::move(key), std::move(value), priority);
    }

    /// Removes `key`; says whether it was there.
    bool erase(const Key& key) {
        if (!contains(key)) { return false; }
        remove(root_, key);
        return true;
    }

    /// Calls `visit(key, value)` for every entry in key order.
    template <class Visit>
    void for_each(Visit&& visit) const {
        walk(root_.get(), visit);
    }

    /// Two maps that share their root are equal at once; otherwise entries are compared in order.
    friend bool operator==(const PersistentMap& a, const PersistentMap& b) {
        if (a.root_ == b.root_) { return true; }
        if (a.size() != b.size()) { return false; }
        bool equal = true;
        a.for_each([&](const Key& key, const Value& value) {
            if (!equal) { return; }
            const Value* other = b.find(key);
            equal = other != nullptr && *other == value;
        });
        return equal;
    }

private:
    static std::size_t count(const Link& link) { return link ? link->count : 0; }
    static std::size_t mix(std::size_t hash) {
        std::uint64_t x = hash + 0x9e3779b97f4a7c15ULL;
        x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
        return static_cast<std::size_t>(x ^ (x >> 31U));
    }
    /// A node that only this map owns: the node itself, or a copy of it.
    static Node& own(Link& link) {
        if (link.use_count() != 1) { link = std::make_shared<Node>(*link); }
        return *link;
    }
    static void recount(Node& node) { node.count = 1 + count(node.left) + count(node.right); }

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
    static void insert(Link& link, Key&& key, Value&& value, std::size_t priority) {
        if (!link) {
            link = std::make_shared<Node>(
                Node{std::move(key), std::move(value), priority, 1, nullptr, nullptr});
            return;
        }
        Node& node = own(link);
        if (key < node.key) {
            insert(node.left, std::move(key), std::move(value), priority);
            recount(node);
            if (node.left->priority > node.priority) { rotate_right(link); }
        } else if (node.key < key) {
            insert(node.right, std::move(key), std::move(value), priority);
            recount(node);
            if (node.right->priority > node.priority) { rotate_left(link); }
        } else {
            node.value = std::move(value);
        }
    }
    static Link join(Link left, Link right) {
        if (!left) { return right; }
        if (!right) { return left; }
        if (left->priority > right->priority) {
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
    static void remove(Link& link, const Key& key) {
        Node& node = own(link);
        if (key < node.key) {
            remove(node.left, key);
            recount(node);
        } else if (node.key < key) {
            remove(node.right, key);
            recount(node);
        } else {
            link = join(std::move(node.left), std::move(node.right));
        }
    }
    template <class Visit>
    static void walk(const Node* node, Visit& visit) {
        if (node == nullptr) { return; }
        walk(node->left.get(), visit);
        visit(node->key, node->value);
        walk(node->right.get(), visit);
    }

    Link root_;
};

}  // namespace retort
