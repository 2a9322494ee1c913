namespace Telemetry.Tests.Programs;

/// <summary>Declared events: emits, typed handlers, and the declarations that the assembly carries.</summary>
internal static class DeclarationsSection
{
    private static readonly EventName s_sent = DeclaredEvents.ParcelSentPayload.EventName;

    private static readonly EventPattern s_own = EventPattern.Parse("parcel.*");

    internal static void Run()
    {
        using var recorder = EventRecorder.Start(TelemetryDispatcher.Default, "parcel.*");
        using HandlerRegistration sent = DeclaredEvents.AttachParcelSent(
            "show-sent", parcel => Console.WriteLine($"declared: {parcel.Weight} {parcel.Day} {parcel.Note}"));
        using HandlerRegistration packed = DeclaredEvents.AttachPackStop(
            "show-packed", pack => Console.WriteLine($"declared: {pack.Items} items"));

        DeclaredEvents.ParcelSent(1200, DayOfWeek.Friday, note: null);
        TelemetryDispatcher.Default.Execute(s_sent, [new("weight", 5)], [new("day", "monday")]);
        using (TelemetrySpan pack = DeclaredEvents.StartPack(7))
        {
            pack.Stop([new("items", 3)]);
        }

        // Those of this assembly. Native code knows those of the libraries from the beginning, and other code when they are loaded.
        foreach (EventDeclaration declared in EventDeclarations.Default.List().Where(declared => s_own.IsMatch(declared.Name)))
        {
            Console.WriteLine($"declared: {declared.Name}: {declared.Description} {string.Join(", ", declared.Measurements)}");
        }

        recorder.AssertDeclared();
        Console.WriteLine($"declared: {Problems()}");
    }

    private static string Problems()
    {
        using var recorder = EventRecorder.Start(TelemetryDispatcher.Default, "parcel.*");
#pragma warning disable TEL107, TEL108 // The assertion is to report the wrong keys.
        TelemetryDispatcher.Default.Execute(s_sent, [new("weights", 5)], [new("day", "someday")]);
#pragma warning restore TEL107, TEL108
        try
        {
            recorder.AssertDeclared();
            return "no problems";
        }
        catch (EventAssertionException e)
        {
            return e.Message;
        }
    }
}
