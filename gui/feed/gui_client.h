// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/client.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <mutex>

namespace fairlead {

/// The Client as the GUI uses it. Answers come on any thread. They are passed to the GUI thread, and dropped when the
/// asker no longer exists. Threads: GUI. Borrows the Client, which may outlive it while answers are still to come.
class GuiClient final : public QObject
{
    Q_OBJECT
public:
    explicit GuiClient(Client &client)
        : m_client(client)
        , m_line(std::make_shared<Line>())
    {
        m_line->receiver = this;
    }
    ~GuiClient() override
    {
        const std::lock_guard<std::mutex> lock(m_line->mutex);
        m_line->receiver = nullptr;
    }

    /// The Client inside, for answers made by `here`.
    Client &engine() { return m_client; }
    /// Asks; `then` is called later, in the GUI thread, while `asker` lives.
    template <typename C>
    void ask(C call, QObject *asker, std::type_identity_t<std::function<void(Result<typename C::Reply>)>> then)
    {
        m_client.ask(std::move(call), here<typename C::Reply>(asker, std::move(then)));
    }
    /// The same for a call with several kinds of reply. `then` gets the kind T.
    template <typename T, typename C>
    void askFor(C call, QObject *asker, std::type_identity_t<std::function<void(Result<T>)>> then)
    {
        m_client.askFor<T>(std::move(call), here<T>(asker, std::move(then)));
    }

    /// Wraps `then`: it is called later, in the GUI thread, while `asker` lives.
    template <typename T>
    Answer<T> here(QObject *asker, std::function<void(Result<T>)> then)
    {
        return [line = m_line, asker = QPointer<QObject>(asker), then = std::move(then)](Result<T> result) {
            auto kept = std::make_shared<Result<T>>(std::move(result));
            const std::lock_guard<std::mutex> lock(line->mutex);
            if (!line->receiver)
                return;
            QMetaObject::invokeMethod(
                line->receiver,
                [asker, then, kept] {
                    if (asker)
                        then(std::move(*kept));
                },
                Qt::QueuedConnection);
        };
    }

private:
    struct Line
    {
        std::mutex mutex;
        QObject *receiver = nullptr; ///< null after the end of the GUI
    };
    Client &m_client;
    const std::shared_ptr<Line> m_line;
};

} // namespace fairlead
