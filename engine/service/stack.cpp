// SPDX-License-Identifier: Apache-2.0
#include "engine/service/stack.h"

#include <exception>

namespace fairlead {

namespace {
class FunctionService final : public Service
{
public:
    explicit FunctionService(std::function<Outcome(const RunPtr &)> function)
        : m_function(std::move(function))
    {
    }
    void call(RunPtr run, Reply reply) override
    {
        reply(guarded([&] { return m_function(run); }));
    }

private:
    const std::function<Outcome(const RunPtr &)> m_function;
};
} // namespace

Stack &Stack::add(std::unique_ptr<Layer> layer)
{
    m_layers.push_back(std::move(layer));
    return *this;
}

std::unique_ptr<Service> Stack::around(std::unique_ptr<Service> innermost) const
{
    for (auto layer = m_layers.rbegin(); layer != m_layers.rend(); ++layer)
        innermost = (*layer)->wrap(std::move(innermost));
    return innermost;
}

std::vector<std::string> Stack::names() const
{
    std::vector<std::string> names;
    for (const std::unique_ptr<Layer> &layer : m_layers)
        names.push_back(layer->name());
    return names;
}

std::unique_ptr<Service> serviceFrom(std::function<Outcome(const RunPtr &)> function)
{
    return std::make_unique<FunctionService>(std::move(function));
}

Outcome guarded(const std::function<Outcome()> &function)
{
    try {
        return function();
    } catch (const std::exception &exception) {
        return Failed {"exception", exception.what(), {}};
    } catch (...) {
        return Failed {"exception", "the handler threw something that is not a std::exception", {}};
    }
}

} // namespace fairlead
