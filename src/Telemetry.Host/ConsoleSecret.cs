using System.Management.Automation.Host;
using System.Security;

namespace Telemetry.Host;

/// <summary>Reads a line without showing it.</summary>
internal static class ConsoleSecret
{
    internal static SecureString Read(PSHostUserInterface ui)
    {
        var secret = new SecureString();
        if (Console.IsInputRedirected)
        {
            foreach (char c in ui.ReadLine())
            {
                secret.AppendChar(c);
            }

            return secret;
        }

        for (ConsoleKeyInfo key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        ui.WriteLine(string.Empty);
        return secret;
    }
}
