using Microsoft.Extensions.Logging;

namespace Telemetry.Extensions;

/// <summary>Reads the key <c>LogEvents</c> of the configuration: a list of rules by which events become entries of the log.</summary>
internal sealed class EventLogSettings : ISettingsReader
{
    private const string Events = "Events";
    private const string Message = "Message";
    private const string Category = nameof(EventLogOptions.Category);

    private readonly List<EventLogRule> _rules = [];

    /// <summary>The rules that were read; empty before the settings are.</summary>
    internal IReadOnlyList<EventLogRule> Rules => _rules;

    public void Read(SettingMap section)
    {
        foreach ((_, SettingMap rule) in section.Maps("LogEvents"))
        {
            int errors = rule.Errors.Count;
            ReadRule(rule, out IReadOnlyList<string> events, out LogLevel level, out string? message, out EventLogOptions options);
            rule.CheckKeys();
            if (rule.Errors.Count == errors)
            {
                _rules.Add(new EventLogRule(events, level, message, options));
            }
        }
    }

    private static void ReadRule(
        SettingMap rule, out IReadOnlyList<string> events, out LogLevel level, out string? message, out EventLogOptions options)
    {
        events = rule.Texts(Events) ?? [];
        level = rule.Choice<LogLevel>("Level") ?? LogLevel.Information;
        message = rule.Text(Message);
        options = new EventLogOptions
        {
            Where = HandlerSettings.ReadConditions(rule, nameof(EventLogOptions.Where)) ?? [],
            WhereNot = HandlerSettings.ReadConditions(rule, nameof(EventLogOptions.WhereNot)) ?? [],
            Throttle = ReadThrottle(rule),
            ThrottleBy = ReadKeys(rule, nameof(EventLogOptions.ThrottleBy)),
            Redact = ReadKeys(rule, nameof(EventLogOptions.Redact)),
            NoRedact = ReadKeys(rule, nameof(EventLogOptions.NoRedact)),
        };
        options.ExceptionLevel = rule.Choice<LogLevel>(nameof(EventLogOptions.ExceptionLevel)) ?? options.ExceptionLevel;
        options.Category = rule.Text(Category) ?? options.Category;
        Check(rule, events, message, options);
    }

    private static void Check(SettingMap rule, IReadOnlyList<string> events, string? message, EventLogOptions options)
    {
        if (events.Count == 0)
        {
            rule.AddError(Events, "there is no event. Write names or patterns of the events to log, such as [\"order.*\"].");
        }

        foreach (string text in events)
        {
            Check(rule, Events, () => EventPattern.Parse(text));
        }

        if (message is not null)
        {
            Check(rule, Message, () => MessageTemplate.Parse(message));
        }

        if (string.IsNullOrWhiteSpace(options.Category))
        {
            rule.AddError(Category, "it is blank. Write the name by which filters select the entries, or remove the key.");
        }
    }

    private static void Check(SettingMap rule, string name, Action parse)
    {
        try
        {
            parse();
        }
        catch (FormatException e)
        {
            rule.AddError(name, e.Message);
        }
    }

    private static TimeSpan ReadThrottle(SettingMap rule)
    {
        const string Throttle = nameof(EventLogOptions.Throttle);
        TimeSpan time = rule.Duration(Throttle) ?? TimeSpan.Zero;
        if (time < TimeSpan.Zero)
        {
            rule.AddError(Throttle, "it is negative. The shortest time between two entries is zero or more.");
        }

        return time;
    }

    private static IReadOnlyList<string> ReadKeys(SettingMap rule, string name)
    {
        IReadOnlyList<string> keys = rule.Texts(name) ?? [];
        if (keys.Any(string.IsNullOrWhiteSpace))
        {
            rule.AddError(name, "a key is blank. Write the key of a value, or remove it.");
        }

        return keys;
    }
}
