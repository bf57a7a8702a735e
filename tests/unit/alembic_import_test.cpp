// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/alembic_import.h"
#include "compiler/syntax/print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retort::importing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// The import of one revision, `r`, on tables `t (id, a)` and `u (id)`.
struct Imported {
    std::string file;
    std::vector<std::string> texts;
    std::vector<std::string> downgrades;
};

std::vector<std::string> remarks(const std::vector<ImportRemark>& list) {
    std::vector<std::string> result;
    for (const ImportRemark& remark : list) {
        if (remark.revision == "r") { result.push_back(remark.text); }
    }
    return result;
}

Imported import(const std::string& up, const std::string& down, bool with_down = true) {
    source::SourceFiles sources;
    std::vector<FileId> files;
    files.push_back(sources.add(
        {"up.sql",
         "-- Running upgrade  -> base0\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);\n\n"
         "CREATE TABLE u (id INTEGER PRIMARY KEY);\n\n"
         "INSERT INTO alembic_version (version_num) VALUES ('base0');\n\n"
         "-- Running upgrade base0 -> r\n\n" +
             up +
             "\n\nUPDATE alembic_version SET version_num='r' WHERE alembic_version.version_num = "
             "'base0';\n"}));
    if (with_down) {
        files.push_back(
            sources.add({"down.sql", "-- Running downgrade r -> base0\n\n" + down +
                                         "\n\nUPDATE alembic_version SET version_num='base0' WHERE "
                                         "alembic_version.version_num = 'r';\n"}));
    }
    Diagnostics diagnostics;
    const ImportedHistory history = import_alembic(sources, files, {}, {}, diagnostics);
    EXPECT_TRUE(diagnostics.empty());
    if (history.revisions.size() != 2) { return {}; }
    return {syntax::print_revision(history.revisions[1]), remarks(history.texts),
            remarks(history.downgrades)};
}

TEST(AlembicImport, ADowngradeThatIsDerivedIsLeftOut) {
    const Imported same =
        import("ALTER TABLE t ADD COLUMN b TEXT;", "ALTER TABLE t DROP COLUMN b;");
    EXPECT_EQ(
        same.file,
        "revision r;\nrevises  base0;\n\nupgrade {\n    alter table t add column b text;\n}\n");
    EXPECT_THAT(same.downgrades, IsEmpty());
    // By other statements to the same schema.
    const Imported other = import("ALTER TABLE t RENAME COLUMN a TO b;",
                                  "ALTER TABLE t DROP COLUMN b;\n\nALTER TABLE t ADD a INTEGER;");
    EXPECT_THAT(other.file, Not(HasSubstr("downgrade")));
}

TEST(AlembicImport, DataThatNobodyBringsBackHasNothingToReverse) {
    const Imported one = import("ALTER TABLE t ADD COLUMN b TEXT;\n\nUPDATE t SET b = 'x';",
                                "ALTER TABLE t DROP COLUMN b;");
    EXPECT_THAT(one.file, HasSubstr("update t set b = 'x' reverse nothing;"));
    EXPECT_THAT(one.file, Not(HasSubstr("downgrade")));
    EXPECT_THAT(import("UPDATE t SET a = 1;", "").file, HasSubstr("reverse nothing"));
}

TEST(AlembicImport, StatementsThatMirrorEachOtherAreEachOthersReverse) {
    const Imported one = import(
        "CREATE RULE r1 AS ON DELETE TO t DO INSTEAD NOTHING;\n\nALTER TABLE t ADD COLUMN b TEXT;"
        "\n\nUPDATE t SET a = 1 WHERE a = 0;",
        "UPDATE t SET a = 0 WHERE a = 1;\n\nALTER TABLE t DROP COLUMN b;\n\nDROP RULE r1 ON t;");
    EXPECT_THAT(one.file, HasSubstr("reverse DROP RULE r1 ON t;"));
    EXPECT_THAT(one.file,
                HasSubstr("where a = 0\n        reverse update t set a = 0 where a = 1;"));
    EXPECT_THAT(one.file, Not(HasSubstr("downgrade")));
    EXPECT_THAT(one.downgrades, IsEmpty());
}

TEST(AlembicImport, RowsThatAreFoundByTheirKeyNeedNoReverse) {
    const Imported one = import("INSERT INTO u (id) VALUES (1);\n\nINSERT INTO u (id) VALUES (2);",
                                "DELETE FROM u WHERE id IN (1, 2);");
    EXPECT_THAT(one.file, HasSubstr("insert into u (id) values\n        (1),\n        (2);"));
    EXPECT_THAT(one.file, Not(HasSubstr("reverse")));
    const std::string up =
        "INSERT INTO u (id) VALUES (1);\n\nINSERT INTO u (id) VALUES (2);\n\n"
        "ALTER TABLE t ADD COLUMN b TEXT;";
    const std::string drop = "\n\nALTER TABLE t DROP COLUMN b;";
    const Imported each =
        import(up, "DELETE FROM u WHERE id = 2;\n\nDELETE FROM u WHERE id = 1;" + drop);
    EXPECT_THAT(each.file, Not(HasSubstr("downgrade")));
    EXPECT_THAT(import(up, "DELETE FROM u WHERE id = 2;" + drop).file, HasSubstr("downgrade {"));
    EXPECT_THAT(
        import(up, "DELETE FROM u WHERE id = 2;\n\nDELETE FROM u WHERE id = 3;" + drop).file,
        HasSubstr("downgrade {"));
}

TEST(AlembicImport, ADowngradeThatDoesMoreIsWritten) {
    const Imported one = import("ALTER TABLE t ADD COLUMN b TEXT;",
                                "UPDATE t SET a = length(b);\n\nALTER TABLE t DROP COLUMN b;");
    EXPECT_THAT(one.file, HasSubstr("downgrade {\n    update t set a = length(b);\n    alter"));
    EXPECT_THAT(one.downgrades, IsEmpty());
}

TEST(AlembicImport, ADowngradeThatForgetsSomethingIsTold) {
    const std::string up = "CREATE TYPE mood AS ENUM ('a');\n\nALTER TABLE t ADD COLUMN b mood;";
    const Imported derived = import(up, "ALTER TABLE t DROP COLUMN b;");
    EXPECT_THAT(derived.file, Not(HasSubstr("downgrade")));
    EXPECT_THAT(derived.downgrades,
                ElementsAre("the printed downgrade does not lead back: enum \"mood\" is left over; "
                            "the derived one is used"));
    const Imported completed =
        import(up, "DELETE FROM t WHERE b = 'a';\n\nALTER TABLE t DROP COLUMN b;");
    EXPECT_THAT(completed.file, HasSubstr("drop type mood;\n}"));
    EXPECT_THAT(completed.downgrades, ElementsAre(HasSubstr("stands at its end")));
    const Imported wrong =
        import("ALTER TABLE t ADD COLUMN b TEXT;", "ALTER TABLE t DROP COLUMN c;");
    EXPECT_THAT(wrong.downgrades,
                ElementsAre(HasSubstr("does not run: table \"t\" has no column")));
}

TEST(AlembicImport, WhatCannotBeUndoneIsIrreversible) {
    const Imported none = import("UPDATE t SET a = 1;", "", false);
    EXPECT_THAT(none.file, HasSubstr("downgrade irreversible 'Alembic printed no downgrade';"));
    const Imported skipped = import("UPDATE t SET a = 1;", "-- SKIPPED r: it asks");
    EXPECT_THAT(skipped.file, HasSubstr("'Alembic printed no downgrade: it asks'"));
    const Imported refused = import("INSERT INTO u (id) VALUES (1);", "-- SKIPPED r: never");
    EXPECT_THAT(refused.file, HasSubstr("'Alembic printed no downgrade: never'"));
    EXPECT_THAT(refused.downgrades, ElementsAre(HasSubstr("its downgrade refuses")));
    EXPECT_THAT(import("ALTER TABLE t ADD COLUMN b TEXT;", "-- SKIPPED r: never").file,
                Not(HasSubstr("downgrade")));
    const Imported empty = import("ALTER TABLE t ADD COLUMN b TEXT;\n\nUPDATE t SET b = 'x';", "");
    EXPECT_THAT(empty.file, HasSubstr("downgrade irreversible"));
    EXPECT_THAT(import("ALTER TABLE t ADD COLUMN b TEXT;", "", false).file,
                Not(HasSubstr("downgrade")));
}

TEST(AlembicImport, WhatTheLanguageLacksOrTheModelRefusesStaysText) {
    const Imported one = import(
        "ALTER TABLE t FROBNICATE;\n\nALTER TABLE made_elsewhere ADD COLUMN x INTEGER;\n\n"
        "SELECT setval('s', 1);\n\nSELECT 'it;\n\nALTER TABLE t ADD COLUMN b TEXT;",
        "", false);
    EXPECT_THAT(one.file, HasSubstr("execute $$ ALTER TABLE t FROBNICATE $$;"));
    EXPECT_THAT(one.file,
                HasSubstr("execute $$ ALTER TABLE made_elsewhere ADD COLUMN x INTEGER $$;"));
    EXPECT_THAT(one.file, HasSubstr("SELECT setval('s', 1);"));
    EXPECT_THAT(one.file, HasSubstr("execute $$ SELECT 'it $$;"));
    EXPECT_THAT(one.file, HasSubstr("alter table t add column b text;"));
    EXPECT_THAT(one.texts, ElementsAre(HasSubstr("`ALTER`: "),
                                       HasSubstr("there is no table \"made_elsewhere\" here"),
                                       HasSubstr("never closed")));
}

TEST(AlembicImport, TextsOfSeveralLinesStandBelowTheirFirst) {
    EXPECT_THAT(import("UPDATE t\n                SET a = 1\n                FROM u\n\n"
                       "                  WHERE u.id = 1;",
                       "", false)
                    .file,
                HasSubstr("    UPDATE t\n        SET a = 1\n        FROM u\n\n          WHERE"));
    EXPECT_THAT(import("UPDATE t\n SET a = 1\n FROM u WHERE u.id = 1;", "").file,
                HasSubstr("        FROM u WHERE u.id = 1\n        reverse nothing;"));
    const std::string quote = "SELECT 'a\n                    b' FROM u;";
    EXPECT_THAT(import(quote, "", false).file, HasSubstr(quote));
}

TEST(AlembicImport, ACopyThatDoesNotTellIsTakenAsItStands) {
    const std::string copy =
        "CREATE TABLE _alembic_tmp_u (id INTEGER NOT NULL, b INTEGER, PRIMARY KEY (id));\n\n"
        "INSERT INTO _alembic_tmp_u (id, b) SELECT @ \nFROM u;\n\nDROP TABLE u;\n\n"
        "ALTER TABLE _alembic_tmp_u RENAME TO u;";
    const auto with = [&](const std::string& columns) {
        std::string text = copy;
        return text.replace(text.find('@'), 1, columns);
    };
    EXPECT_THAT(import(with("u.id, u.id + 1"), "", false).file,
                HasSubstr("create table _alembic_tmp_u"));
    EXPECT_THAT(import("CREATE TABLE _alembic_tmp_u (id BIGINT NOT NULL, PRIMARY KEY (id));\n\n"
                       "INSERT INTO _alembic_tmp_u (id) SELECT CAST(u.id AS BIGINT) AS id \n"
                       "FROM u;\n\nDROP TABLE u;\n\nALTER TABLE _alembic_tmp_u RENAME TO u;",
                       "", false)
                    .file,
                HasSubstr("upgrade {\n    alter table u alter column id type bigint;\n}"));
}

}  // namespace
}  // namespace retort::importing
