using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Telemetry.Hosting;

/// <summary>How a <see cref="HandlerFolder"/> runs its scripts. Read once, when the folder is opened.</summary>
public sealed class HandlerFolderOptions
{
    private TimeSpan _quietTime = TimeSpan.FromMilliseconds(250);
    private TimeSpan _pollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Variables that every script finds set, by name without the <c>$</c>. The scripts share the objects: a
    /// handler that is to use one is given it as <c>-Config</c>, and as handlers run on many threads at once, it must be
    /// safe to use from them, like a <c>ConcurrentDictionary</c>.</summary>
    public IDictionary<string, object?> Variables { get; } =
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who shows what scripts and, for events of the program's threads, handlers write to the warning and other
    /// streams; null shows nothing. Called from any thread.</summary>
    public PSHost? Host { get; set; }

    /// <summary>What the scripts' sessions start with; null is the engine's own commands, and any modules found when
    /// they are first used.</summary>
    public InitialSessionState? InitialState { get; set; }

    /// <summary>Whether changes in the folder are loaded as they are made, as they are by default. Without it, only
    /// <see cref="HandlerFolder.Reload"/> loads.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>How long nothing must have changed in the folder before its changes are loaded, so that a file is not
    /// loaded while it is being written: 250 ms by default. What may be on its way to the next version must be unchanged
    /// ten times as long: a file that is the beginning of what it was, and a folder that was emptied or is gone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public TimeSpan QuietTime
    {
        get => _quietTime;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _quietTime = value;
        }
    }

    /// <summary>The time between two looks at the folder, by which changes are found that the system does not notify of:
    /// another folder in the place of this one, by a link or by a rename; a change of a file that a link leads to; a change
    /// that another machine made on a network drive. 2 s by default; <see cref="Timeout.InfiniteTimeSpan"/> leaves it at
    /// the notifications.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is neither positive nor infinite.</exception>
    public TimeSpan PollInterval
    {
        get => _pollInterval;
        set
        {
            if (value != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            }

            _pollInterval = value;
        }
    }

    /// <summary>The first subscriber of <see cref="HandlerFolder.ScriptFailed"/>, who is told of the scripts that fail
    /// while the folder is opened, too.</summary>
    public EventHandler<HandlerScriptError>? ScriptFailed { get; set; }
}
