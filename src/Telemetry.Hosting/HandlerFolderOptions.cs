using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Telemetry.Hosting;

/// <summary>The options of a <see cref="HandlerFolder"/>. They are read once, when the folder is opened.</summary>
public sealed class HandlerFolderOptions
{
    private TimeSpan _quietTime = TimeSpan.FromMilliseconds(250);
    private TimeSpan _pollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Variables that are set for every script, by name without the <c>$</c>. The scripts share the objects. An
    /// object that a handler uses is passed to it as <c>-Config</c>, and must be thread-safe, like a
    /// <c>ConcurrentDictionary</c>, because handlers run on many threads at once.</summary>
    public IDictionary<string, object?> Variables { get; } =
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The host that shows the warnings and other messages of scripts and, for events of the program's threads, of
    /// handlers; null shows nothing. Called from any thread.</summary>
    public PSHost? Host { get; set; }

    /// <summary>The initial state of the scripts' sessions; null for the engine's own commands and any module, which is
    /// found when it is first used.</summary>
    public InitialSessionState? InitialState { get; set; }

    /// <summary>Whether the folder may be missing when it is opened; false by default. The scripts are loaded when it is made, as
    /// by a mount that comes later.</summary>
    public bool IsOptional { get; set; }

    /// <summary>Whether changes in the folder are loaded as they are made; true by default. If it is false, only
    /// <see cref="HandlerFolder.Reload"/> loads them.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>The time for which the folder must be unchanged before its changes are loaded, so that no file is loaded
    /// while it is being written; 250 ms by default. The time is ten times as long if more may follow: for a file that is
    /// the beginning of its former content, and for a folder that was emptied or is missing.</summary>
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

    /// <summary>The interval at which the folder is read, to find changes that the system does not report: another folder in
    /// place of this one, by a link or by a rename; a change of a file that a link leads to; a change that another machine
    /// made on a network drive. 2 s by default; <see cref="Timeout.InfiniteTimeSpan"/> for the system's notifications
    /// only.</summary>
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

    /// <summary>The first subscriber of <see cref="HandlerFolder.ScriptFailed"/>, which is also called for scripts that fail
    /// while the folder is opened.</summary>
    public EventHandler<HandlerScriptError>? ScriptFailed { get; set; }
}
