using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>The polls that the cmdlets registered. Safe to use from any thread.</summary>
/// <remarks>The first use loads the assemblies of polls and metrics.</remarks>
internal static class ModulePolls
{
    private static readonly object s_gate = new();
    private static readonly List<RegisteredPoll> s_polls = [];

    static ModulePolls()
    {
        ModuleMetrics.Registry.Collecting += static (_, _) => Poller.RunOnCollect(Pollers());
        SessionEnd.RemovePolls = RemoveAll;
    }

    /// <summary>Finds a poll of the process by its name; null if there is none.</summary>
    internal static Poll? Find(string name) =>
        Poller.ListAll().FirstOrDefault(poll => string.Equals(poll.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds the registration of a poll; null for one that C# code added.</summary>
    internal static RegisteredPoll? Find(Poll poll)
    {
        lock (s_gate)
        {
            return s_polls.Find(registered => registered.Poll == poll);
        }
    }

    /// <summary>Registers a poll. Its name is unique in the process.</summary>
    /// <exception cref="PollException">There is a poll of this name, or an option is not valid.</exception>
    internal static RegisteredPoll Add(PollRequest request)
    {
        var registered = new RegisteredPoll(request);
        lock (s_gate)
        {
            if (Find(request.Name) is { } other)
            {
                throw new PollException(
                    PollErrorKind.PollAlreadyExists, $"There is a poll '{other.Name}' already. Choose another name.", other.Name);
            }

            registered.Start();
            s_polls.Add(registered);
        }

        registered.Bind();
        return registered;
    }

    /// <summary>Removes a poll, also one of C# code, with the series that it set.</summary>
    /// <returns>Whether a run that was under way ended in time.</returns>
    internal static Task<bool> RemoveAsync(Poll poll, TimeSpan timeout) =>
        Find(poll)?.RemoveAsync(timeout) ?? poll.RemoveAsync(timeout);

    /// <summary>Removes the registration of a poll that was removed.</summary>
    internal static void Forget(RegisteredPoll registered)
    {
        lock (s_gate)
        {
            s_polls.Remove(registered);
        }
    }

    private static Poller[] Pollers()
    {
        lock (s_gate)
        {
            return [.. s_polls.Select(registered => registered.Poll.Poller)];
        }
    }

    // The built-in ones. The others left with their sessions.
    private static void RemoveAll()
    {
        RegisteredPoll[] polls;
        lock (s_gate)
        {
            polls = [.. s_polls];
        }

        Array.ForEach(polls, poll => poll.Detach());
        Array.ForEach(polls, poll => poll.Finish());
    }
}
