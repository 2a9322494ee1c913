namespace Telemetry.Analyzers.Tests;

/// <summary>Pieces of code around the statements of a test.</summary>
internal static class Snippet
{
    /// <summary>A method with a <c>dispatcher</c>, an <c>@event</c>, a <c>source</c> and a <c>handler</c>.</summary>
    public static string Method(string statements) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Telemetry;

        public static class Program
        {
            public static async Task UseAsync(
                TelemetryDispatcher dispatcher, TelemetryEvent @event, TelemetrySpanSource source, TelemetryHandler handler)
            {
                await Task.Yield();
                {{string.Join("\n        ", statements.Split('\n'))}}
            }
        }
        """;
}
