// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/type_family.h"

namespace retort::schema {
namespace {

/// Numbers turn by themselves only into those of the same or a higher rank.
int rank_of(TypeKind kind) {
    if (kind == TypeKind::Real || kind == TypeKind::Double) { return 2; }
    return kind == TypeKind::Numeric ? 1 : 0;
}

}  // namespace

Family family_of(const Type& type) {
    if (type.dimensions != 0) { return Family::Array; }
    switch (type.kind) {
        case TypeKind::SmallInt:
        case TypeKind::Integer:
        case TypeKind::BigInt:
        case TypeKind::SmallSerial:
        case TypeKind::Serial:
        case TypeKind::BigSerial:
        case TypeKind::Numeric:
        case TypeKind::Real:
        case TypeKind::Double:
        case TypeKind::Oid:
            return Family::Number;
        case TypeKind::Text:
        case TypeKind::Varchar:
        case TypeKind::Char:
            return Family::Text;
        case TypeKind::Boolean:
            return Family::Boolean;
        case TypeKind::Date:
        case TypeKind::Timestamp:
        case TypeKind::Timestamptz:
            return Family::Time;
        case TypeKind::Time:
        case TypeKind::Timetz:
            return Family::TimeOfDay;
        case TypeKind::Uuid:
            return Family::Uuid;
        case TypeKind::Bytea:
            return Family::Bytes;
        case TypeKind::Inet:
        case TypeKind::Cidr:
            return Family::Network;
        case TypeKind::Named:
            return Family::Unknown;
        default:
            return Family::Other;
    }
}

bool comparable(const Type& a, const Type& b) {
    const Family left = family_of(a);
    const Family right = family_of(b);
    if (left == Family::Unknown || right == Family::Unknown) { return true; }
    if (left != right) { return false; }
    if (left == Family::Other) { return a.kind == b.kind; }
    if (left != Family::Array) { return true; }
    Type first = a;
    Type second = b;
    first.dimensions = 0;
    second.dimensions = 0;
    return comparable(first, second);
}

bool can_refer(const Type& from, const Type& to) {
    if (!comparable(from, to) || from.dimensions != 0) { return comparable(from, to); }
    if (family_of(from) == Family::Number && family_of(to) == Family::Number) {
        return rank_of(from.kind) <= rank_of(to.kind);
    }
    return !(from.kind == TypeKind::Timetz && to.kind == TypeKind::Time);
}

}  // namespace retort::schema
