// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/type_family.h"

namespace retort::schema {

Family family_of(const Type& type) {
    if (type.dimensions != 0) { return Family::Unknown; }
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
        default:
            return Family::Unknown;
    }
}

}  // namespace retort::schema
