namespace Telemetry.Diagnostics;

/// <summary>Checks the name and the options of a source before it is enabled.</summary>
internal static class SourceChecks
{
    internal static void ThrowIfInvalid(string name, SourceOptions options)
    {
        if (name.Trim().Length == 0)
        {
            throw SourceErrors.InvalidName(name);
        }

        if (SourceNames.IsOwn(name))
        {
            throw SourceErrors.Own(name);
        }

        if (options.Prefix is { Length: > 0 } prefix && !EventName.TryParse(prefix, out _))
        {
            throw SourceErrors.InvalidPrefix(prefix);
        }

        foreach (string? pattern in options.Tags ?? [])
        {
            if (string.IsNullOrEmpty(pattern))
            {
                throw SourceErrors.InvalidTag(pattern);
            }
        }

        if (options.Interval <= TimeSpan.Zero || options.Interval > TimeSpan.FromDays(1))
        {
            throw SourceErrors.InvalidInterval(options.Interval);
        }
    }
}
