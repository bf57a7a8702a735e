// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

namespace retort {

namespace match_detail {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

template <class Visitor, class Alternative>
struct RequireHandlerFor {
    static_assert(std::is_invocable_v<Visitor, Alternative>,
                  "this match does not handle the alternative named above");
    static constexpr bool ok = true;
};

template <class Visitor, class Variant>
struct RequireAll;
template <class Visitor, class... Alternatives>
struct RequireAll<Visitor, const std::variant<Alternatives...>> {
    static constexpr bool ok = (RequireHandlerFor<Visitor, const Alternatives&>::ok && ...);
};
template <class Visitor, class... Alternatives>
struct RequireAll<Visitor, std::variant<Alternatives...>> {
    static constexpr bool ok = (RequireHandlerFor<Visitor, Alternatives&>::ok && ...);
};

}  // namespace match_detail

/// `std::visit` with one lambda an alternative; a missing one is a compile error that names it.
/// House rule: no generic lambda here, it would silently swallow the next alternative.
template <class Variant, class... Handlers>
decltype(auto) match(Variant&& value, Handlers&&... handlers) {
    using Visitor = match_detail::Overloaded<std::decay_t<Handlers>...>;
    static_assert(match_detail::RequireAll<Visitor, std::remove_reference_t<Variant>>::ok);
    return std::visit(Visitor{std::forward<Handlers>(handlers)...}, std::forward<Variant>(value));
}

}  // namespace retort
