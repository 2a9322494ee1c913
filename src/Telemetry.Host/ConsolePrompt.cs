using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.Host;

/// <summary>Asks the questions of a script, one line for each.</summary>
internal static class ConsolePrompt
{
    internal static Dictionary<string, PSObject> Fields(
        PSHostUserInterface ui, string caption, string message, Collection<FieldDescription> fields)
    {
        Head(ui, caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in fields)
        {
            ui.Write($"{field.Name}: ");
            answers[field.Name] = field.ParameterTypeName == nameof(System.Security.SecureString)
                ? new PSObject(ui.ReadLineAsSecureString())
                : new PSObject(ui.ReadLine());
        }

        return answers;
    }

    internal static int Choice(
        PSHostUserInterface ui, string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Head(ui, caption, message);
        string[] labels = [.. choices.Select(choice => choice.Label.Replace("&", string.Empty, StringComparison.Ordinal))];
        string[] keys = [.. choices.Select(Key)];
        string line = string.Join("  ", labels.Select((label, i) => $"[{keys[i]}] {label}"));
        while (true)
        {
            string preset = defaultChoice >= 0 ? $" (default is \"{keys[defaultChoice]}\")" : string.Empty;
            ui.Write($"{line}{preset}: ");
            string answer = ui.ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            int chosen = Array.FindIndex(keys, key => key.Equals(answer, StringComparison.OrdinalIgnoreCase));
            chosen = chosen >= 0
                ? chosen
                : Array.FindIndex(labels, label => label.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    internal static PSCredential Credential(PSHostUserInterface ui, string caption, string message, string userName)
    {
        Head(ui, caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            ui.Write("User: ");
            userName = ui.ReadLine();
        }

        ui.Write($"Password for user {userName}: ");
        return new PSCredential(userName, ui.ReadLineAsSecureString());
    }

    private static void Head(PSHostUserInterface ui, string caption, string message)
    {
        foreach (string line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            ui.WriteLine(line);
        }
    }

    // The letter after the ampersand, or the whole label.
    private static string Key(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label.Substring(mark + 1, 1).ToUpperInvariant() : choice.Label;
    }
}
