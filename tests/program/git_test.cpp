// SPDX-License-Identifier: Apache-2.0
#include "tests/program/scratch_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Teams whose lines of work meet, in a real git repository.

namespace retort::support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string revision(const std::string& id, const std::string& parent, const std::string& body) {
    return "revision " + id + " 'Revision " + id + "';\n" +
           (parent.empty() ? "" : "revises  " + parent + ";\n") + "\nupgrade {\n    " + body +
           "\n}\n";
}

/// A repository whose branch `main` has one revision; `feature` is checked out.
class Repository : public Project {
public:
    Repository() {
        git("init --quiet --initial-branch=main .");
        write("migrations/a.mig",
              revision("a1f0", "", "create table users (id integer primary key);"));
        commit("users");
        git("checkout --quiet -b feature");
    }
    void git(const std::string& words) const {
        const ProcessResult result =
            shell("git -c user.name=Dana -c user.email=dana@example.org " + words);
        EXPECT_EQ(result.status, 0) << words << "\n" << result.errors;
    }
    void commit(const std::string& message) const {
        git("add --all");
        git("commit --quiet --message '" + message + "'");
    }
    void add_on_main(const std::string& name, const std::string& text) const {
        git("checkout --quiet main");
        write(name, text);
        git("add '" + name + "'");
        git("commit --quiet --message '" + name + "'");
        git("checkout --quiet feature");
    }
};

TEST(Git, LinesThatCommuteAreBroughtTogether) {
    const Repository repository;
    repository.write("migrations/b.mig",
                     revision("b2e1", "a1f0", "alter table users add column email text;"));
    repository.commit("email");
    repository.add_on_main("migrations/c.mig",
                           revision("c3d2", "a1f0", "alter table users add column phone text;"));

    const ProcessResult before = repository.retort("check --against main");
    EXPECT_EQ(before.status, 0) << before.errors;
    EXPECT_THAT(before.output, HasSubstr("only here: b2e1\nonly in main: c3d2\n"));
    EXPECT_THAT(before.output, HasSubstr("2 heads, which commute"));
    EXPECT_FALSE(fs::exists(repository.root() / "migrations/c.mig")) << "something was checked out";

    repository.git("merge --quiet --no-edit main");
    EXPECT_EQ(repository.retort("-n server upgrade head").status, 1);
    const ProcessResult merged = repository.retort("merge heads");
    EXPECT_EQ(merged.status, 0) << merged.errors;
    const ProcessResult after = repository.retort("check");
    EXPECT_EQ(after.status, 0) << after.errors;
    EXPECT_EQ(repository.retort("-n server upgrade head").status, 0);
    repository.commit("merge of the heads");
    EXPECT_THAT(repository.retort("check --against main").output,
                HasSubstr("only in main: nothing\ntogether they have one head"));
}

TEST(Git, LinesThatDoNotCommuteAreExplained) {
    const Repository repository;
    // Not committed: the work tree is what counts.
    repository.write("migrations/b.mig",
                     revision("b2e1", "a1f0", "alter table users add column email text;"));
    repository.add_on_main("migrations/c.mig",
                           revision("c3d2", "a1f0", "alter table users add column email integer;"));
    const ProcessResult against = repository.retort("check --against main");
    EXPECT_EQ(against.status, 1);
    EXPECT_THAT(against.output, IsEmpty());
    EXPECT_THAT(against.errors, HasSubstr("migrations/b.mig:5:"));
    EXPECT_THAT(against.errors, HasSubstr("main:/migrations/c.mig:5:"));

    repository.commit("email");
    repository.git("merge --quiet --no-edit main");
    const ProcessResult merge = repository.retort("merge heads");
    EXPECT_EQ(merge.status, 1);
    EXPECT_THAT(merge.errors, HasSubstr("migrations/b.mig:5:"));
    EXPECT_THAT(merge.errors, HasSubstr("migrations/c.mig:5:"));
    EXPECT_EQ(repository.shell("git status --porcelain").output, "") << "a file was written";
}

TEST(Git, ManyFilesAndOddNamesAreRead) {
    const Repository repository;
    std::string parent = "a1f0";
    repository.git("checkout --quiet main");
    for (int i = 0; i < 300; ++i) {
        const std::string id = "r" + std::to_string(i);
        repository.write(
            "migrations/deep er/ünï\"code " + id + ".mig",
            revision(id, parent, "create table t" + id + " (id integer primary key);"));
        parent = id;
    }
    repository.commit("many");
    repository.git("checkout --quiet feature");
    const ProcessResult result = repository.retort("check --against main");
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_THAT(result.output, HasSubstr("server: 301 revisions and 301 downgrades hold"));
}

TEST(Git, AProjectBelowTheTopOfItsRepository) {
    const Repository repository;
    repository.git("checkout --quiet main");
    EXPECT_EQ(repository.shell("mkdir app && mv retort.yaml migrations app/").status, 0);
    repository.commit("moved");
    repository.git("branch --quiet --force feature main");
    repository.git("checkout --quiet feature");
    repository.write("app/migrations/b.mig",
                     revision("b2e1", "a1f0", "alter table users add column email text;"));
    const ProcessResult result =
        repository.shell("cd app/migrations && '" RETORT_PROGRAM "' check --against main");
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_THAT(result.output, HasSubstr("only here: b2e1\nonly in main: nothing\n"));
}

TEST(Git, WhatGitRefusesIsTold) {
    const Repository repository;
    for (const char* word : {"no-such-branch", "--help", "'$(touch pwned)'"}) {
        const ProcessResult result = repository.retort(std::string("check --against=") + word);
        EXPECT_EQ(result.status, 1) << word;
        EXPECT_THAT(result.errors, HasSubstr("error[R0042]: git cannot find the revision"));
    }
    EXPECT_FALSE(fs::exists(repository.root() / "pwned"));
    const Project outside;
    outside.write("migrations/a.mig", "revision a1;\n");
    EXPECT_THAT(outside.retort("check --against main", {"GIT_CEILING_DIRECTORIES=/tmp"}).errors,
                HasSubstr("not a git repository"));
}

}  // namespace
}  // namespace retort::support
