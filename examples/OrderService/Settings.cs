using System.Globalization;

namespace OrderService;

/// <summary>What the program was asked for.</summary>
internal sealed class Settings
{
    internal const string Usage =
        """
        OrderService [--orders N] [--threads N] [--seed N] [--handlers FOLDER] [--alerts FILE]

        Places orders on several threads, and runs the handler scripts of FOLDER on the events.
        Exit code: 0, or 1 where the totals of the metrics are not those of the orders; 2 for a bad argument.
        """;

    internal int Orders { get; private set; } = 20_000;

    internal int Threads { get; private set; } = 4;

    internal int Seed { get; private set; } = 1;

    internal string Handlers { get; private set; } = Path.Combine(AppContext.BaseDirectory, "handlers");

    internal string Alerts { get; private set; } = Path.Combine(Path.GetTempPath(), "order-alerts.log");

    /// <exception cref="ArgumentException">An argument is unknown, has no value, or a bad one.</exception>
    internal static Settings Parse(string[] arguments)
    {
        var settings = new Settings();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string name = arguments[i];
            string value = i + 1 < arguments.Length
                ? arguments[i + 1]
                : throw new ArgumentException($"{name} needs a value.");
            switch (name)
            {
                case "--orders":
                    settings.Orders = Number(name, value, 0);
                    break;
                case "--threads":
                    settings.Threads = Number(name, value, 1);
                    break;
                case "--seed":
                    settings.Seed = Number(name, value, 0);
                    break;
                case "--handlers":
                    settings.Handlers = value;
                    break;
                case "--alerts":
                    settings.Alerts = Path.GetFullPath(value);
                    break;
                default:
                    throw new ArgumentException($"Unknown argument {name}.");
            }
        }

        return settings;
    }

    private static int Number(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new ArgumentException($"{name} needs a whole number of at least {least}, not '{value}'.");
}
