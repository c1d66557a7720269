// SPDX-License-Identifier: Apache-2.0
#include "examples/plugin/word_count.h"

#include <csignal>

fairlead::PluginOutcome WordCount::run(fairlead::PluginRun &run)
{
    using Kind = fairlead::PluginOutcome::Kind;
    const QByteArrayList words = run.payload().simplified().split(' ');
    if (words.contains("crash"))
        raise(SIGSEGV);
    if (words.contains("never"))
        return {Kind::Rejected, "a word that is not counted"};
    run.progress(100, QStringLiteral("counted"));
    return {Kind::Succeeded, QByteArray::number(words.size())};
}
