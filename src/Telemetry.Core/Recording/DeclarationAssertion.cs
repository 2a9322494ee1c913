namespace Telemetry;

/// <summary>An assertion about the declarations of events.</summary>
internal static class DeclarationAssertion
{
    private const int MaxProblems = 20;

    /// <summary>Returns the exception with all problems; null if each event is as declared.</summary>
    internal static EventAssertionException? Check(IReadOnlyList<EventRecord> records, EventDeclarations declarations)
    {
        var problems = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (EventRecord record in records)
        {
            foreach (string problem in ProblemsOf(record, declarations))
            {
                problems[problem] = problems.TryGetValue(problem, out int count) ? count + 1 : 1;
            }
        }

        return problems.Count == 0 ? null : new(
            "Expected the recorded events to be as declared.\n"
            + $"{RecordedText.Count(problems.Count, "problem")} in {RecordedText.Count(records.Count, "recorded event")}:"
            + string.Concat(problems.Take(MaxProblems).Select(problem => $"\n  {problem.Key}{Times(problem.Value)}"))
            + (problems.Count > MaxProblems
                ? $"\n  and {RecordedText.Count(problems.Count - MaxProblems, "other problem")}"
                : string.Empty));
    }

    private static IEnumerable<string> ProblemsOf(EventRecord record, EventDeclarations declarations)
    {
        if (declarations.TryGet(record.EventName, out EventDeclaration? declaration))
        {
            return declaration.Check(new EventData(record)).Select(problem => problem.Message);
        }

        string[] names = [.. declarations.List().Select(declared => declared.Name.ToString())];
        return [$"Event '{record.EventName}' is not declared. {DeclarationText.Suggest("event", record.EventName.ToString(), names)} "
            + "Correct the name, declare the event, or record the events of one library alone."];
    }

    private static string Times(int count) => count == 1 ? string.Empty : $" ({count} times)";
}
