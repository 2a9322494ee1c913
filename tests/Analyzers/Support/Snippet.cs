namespace Telemetry.Analyzers.Tests;

/// <summary>Pieces of code around the statements of a test.</summary>
internal static class Snippet
{
    /// <summary>The usings that a project has without writing them.</summary>
    public const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Telemetry;
        """;

    /// <summary>A method with a <c>dispatcher</c>, an <c>@event</c>, a <c>source</c> and a <c>handler</c>.</summary>
    public static string Method(string statements) => $"{Usings}\n\n{Class(statements)}";

    /// <summary>The type with that method.</summary>
    public static string Class(string statements) =>
        $$"""
        public static class Program
        {
            public static void Main()
            {
            }

            public static async Task UseAsync(
                TelemetryDispatcher dispatcher, TelemetryEvent @event, TelemetrySpanSource source, TelemetryHandler handler)
            {
                await Task.Yield();
                {{string.Join("\n        ", statements.Split('\n'))}}
            }
        }
        """;
}
