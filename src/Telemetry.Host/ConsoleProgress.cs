using System.Management.Automation;

namespace Telemetry.Host;

/// <summary>Shows progress on standard error: one line that is overwritten on a terminal, a line per step
/// elsewhere.</summary>
internal sealed class ConsoleProgress
{
    private string _shown = string.Empty;

    internal void Show(ProgressRecord record)
    {
        string line = record.RecordType == ProgressRecordType.Completed ? string.Empty : Describe(record);
        if (line == _shown)
        {
            return;
        }

        if (Console.IsErrorRedirected)
        {
            _shown = line;
            if (line.Length > 0)
            {
                Console.Error.WriteLine(line);
            }

            return;
        }

        Clear();
        _shown = line;
        Console.Error.Write(line);
    }

    /// <summary>Removes the line, before something else is written in its place.</summary>
    internal void Clear()
    {
        if (!Console.IsErrorRedirected && _shown.Length > 0)
        {
            Console.Error.Write($"\r{new string(' ', _shown.Length)}\r");
            _shown = string.Empty;
        }
    }

    private static string Describe(ProgressRecord record)
    {
        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : string.Empty;
        string line = $"{record.Activity}: {record.StatusDescription}{percent}";
        int width = Console.IsErrorRedirected ? int.MaxValue : Math.Max(ConsoleRawUI.Width - 1, 1);
        return line.Length <= width ? line : line[..width];
    }
}
