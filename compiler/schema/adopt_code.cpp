// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/adopt_parts.h"

namespace retort::schema {

void adopt_code(Adopting& a) {
    const auto before = a.to.code_objects;
    for_each_difference(
        a.from.code_objects, before,
        [&](const std::string& key, const Shared<CodeObjectState>* old,
            const Shared<CodeObjectState>* now) {
            if (old == nullptr || now == nullptr) { return; }
            CodeObjectState result = **now;
            const CodeObject& was = (*old)->object;
            const CodeObject& is = (*now)->object;
            if (!(was == is) && was.constraint == is.constraint &&
                a.old_meanings.definition(was) == a.new_meanings.definition(is)) {
                result.object = was;
            }
            a.to.code_objects.set(
                key, result == **old ? *old : Shared<CodeObjectState>(std::move(result)));
        });
}

}  // namespace retort::schema
