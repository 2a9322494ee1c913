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
            Where = rule.Conditions(nameof(EventLogOptions.Where)) ?? [],
            WhereNot = rule.Conditions(nameof(EventLogOptions.WhereNot)) ?? [],
            Throttle = rule.Duration(nameof(EventLogOptions.Throttle)) ?? TimeSpan.Zero,
            ThrottleBy = rule.Keys(nameof(EventLogOptions.ThrottleBy)) ?? [],
            Redact = rule.Keys(nameof(EventLogOptions.Redact)) ?? [],
            NoRedact = rule.Keys(nameof(EventLogOptions.NoRedact)) ?? [],
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
}
