using System.Runtime.CompilerServices;

namespace Telemetry.Extensions;

/// <summary>The ids of the handlers of several hosts in one process, such as those of tests, which use one dispatcher.</summary>
internal static class HandlerIds
{
    // From the attachment of a handler to its entry in the table: another host would treat its id as that of other code meanwhile.
    private static readonly object s_gate = new();
    private static readonly ConditionalWeakTable<HandlerRegistration, object> s_ofHosts = [];

    /// <summary>Attaches a handler. If another host has a handler with its id, the id gets a number.</summary>
    /// <exception cref="HandlerAlreadyExistsException">The id is taken by a handler that no host attached.</exception>
    internal static HandlerRegistration Attach(
        HandlerAttachment attachment,
        TelemetryDispatcher dispatcher,
        string id,
        IReadOnlyList<EventPattern> patterns,
        HandlerServiceOptions options)
    {
        lock (s_gate)
        {
            string free = id;
            for (int number = 2; ; number++)
            {
                try
                {
                    HandlerRegistration attached = attachment(dispatcher, free, patterns, options);
                    s_ofHosts.Add(attached, attached);
                    return attached;
                }
                catch (HandlerAlreadyExistsException) when (IsOfHost(dispatcher, free))
                {
                    free = $"{id}-{number}";
                }
            }
        }
    }

    // One that was detached meanwhile is tried again under the next number.
    private static bool IsOfHost(TelemetryDispatcher dispatcher, string id) =>
        !dispatcher.TryGetHandler(id, out HandlerRegistration? other) || s_ofHosts.TryGetValue(other, out _);
}
