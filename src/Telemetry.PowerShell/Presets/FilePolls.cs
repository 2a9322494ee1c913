using Telemetry.Metrics;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>The polls that a file of definitions starts: all of them or, if one is refused, none.</summary>
internal sealed class FilePolls
{
    private readonly List<(PollRequest Request, string Place)> _missing = [];
    private readonly bool _replaces;

    /// <summary>Checks the polls.</summary>
    /// <param name="polls">The polls of the file.</param>
    /// <param name="warnings">Their warnings.</param>
    /// <param name="replaces">Whether they replace polls of the same names. Otherwise, a poll is kept that makes the same measurements
    /// already.</param>
    /// <exception cref="InvalidMetricException">A poll would be refused.</exception>
    internal FilePolls(IReadOnlyList<MetricFilePoll> polls, SessionWarnings warnings, bool replaces)
    {
        _replaces = replaces;
        foreach (MetricFilePoll poll in polls)
        {
            Guard(poll.Place, () => Check(poll, warnings));
        }
    }

    /// <summary>Starts those that do not run yet.</summary>
    /// <exception cref="InvalidMetricException">A poll was refused.</exception>
    internal void Start()
    {
        var started = new List<RegisteredPoll>();
        try
        {
            foreach ((PollRequest request, string place) in _missing)
            {
                Guard(place, () => started.Add(_replaces ? new PollReplacement().Add(request)! : ModulePolls.Add(request)));
            }
        }
        catch
        {
            started.ForEach(poll => _ = poll.RemoveAsync(PollRemovals.Longest));
            throw;
        }
    }

    private void Check(MetricFilePoll poll, SessionWarnings warnings)
    {
        string builtIn = BuiltInMeasurements.Find(poll.BuiltIn);
        var options = new PollOptions { OnCollect = poll.OnCollect };
        if (poll.Interval is { } interval)
        {
            options.Interval = interval;
        }

        options.Validate(poll.Name);
        if (_missing.Exists(other => string.Equals(other.Request.Name, poll.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw Refused(poll, $"The file has a poll '{poll.Name}' before this one. Rename or remove one of them.");
        }

        Poll? existing = _replaces ? null : ModulePolls.Find(poll.Name);
        if (existing is null)
        {
            var request = new PollRequest { Name = poll.Name, BuiltIn = builtIn, Options = options, Warnings = warnings };
            _missing.Add((request, poll.Place));
        }
        else if (ModulePolls.Find(existing)?.Request.BuiltIn != builtIn)
        {
            throw Refused(poll, $"There is another poll '{poll.Name}' already. Unregister it, or use -Force to replace it.");
        }
    }

    private static PollException Refused(MetricFilePoll poll, string message) =>
        new(PollErrorKind.PollAlreadyExists, message, poll.Name);

    private static void Guard(string place, Action action)
    {
        try
        {
            action();
        }
        catch (PollException e)
        {
            throw InvalidMetricException.FileEntry(e.Kind.ToString(), e.Target, place, e.Message);
        }
    }
}
