// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/reader_thread.h"
#include "engine/dispatch/store_writer.h"

namespace fairlead {

/// Adds and lists the marks on the time axis. It keeps nothing: it is made where it is needed, and ends before its
/// answers come. Threads: any.
class MarkService
{
public:
    /// All arguments must outlive it, and the answers.
    MarkService(const Clock &clock, StoreQueue &store, ReaderThread &reader)
        : m_clock(clock)
        , m_store(store)
        , m_reader(reader)
    {
    }
    /// Answers when the mark is on disk. Of a longer text markTextBytesMax are kept.
    void add(MarkKind kind, const std::string &who, const std::string &text, Answer<Mark> answer);
    /// The newest, newest first.
    void list(int limit, Answer<std::vector<Mark>> answer);

private:
    const Clock &m_clock;
    StoreQueue &m_store;
    ReaderThread &m_reader;
};

} // namespace fairlead
