using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// Gives a handler that runs in its home session the preferences of its own module or session. The engine runs its block in
/// the scope of the emitter, whose preferences and strict mode would change what it does, or end it.
/// </summary>
/// <remarks>The preferences are searched in the scopes between the emitter's and the module's or global one, and replaced
/// only if some are found there.</remarks>
internal static class HomePreferences
{
    // With 'Stop' or a similar value, a message that the handler writes would end it.
    private static readonly string[] s_actions =
    [
        "ErrorActionPreference", "WarningPreference", "InformationPreference", "VerbosePreference", "DebugPreference",
        "ProgressPreference",
    ];

    private static readonly string[] s_messages = ["VerbosePreference", "DebugPreference"];

    private static readonly string[] s_others =
    [
        "WhatIfPreference", "ConfirmPreference", "PSDefaultParameterValues", "OFS", "PSNativeCommandUseErrorActionPreference",
        "PSNativeCommandArgumentPassing", "PSModuleAutoLoadingPreference", "OutputEncoding",
    ];

    // A block without commands only converts values to text.
    private static readonly string[] s_ofPlainBlocks = ["OFS"];

    private static readonly Version s_off = new(0, 0);

    /// <summary>Adds variables that hide the emitter's, and sets the strict mode until the scope is disposed.</summary>
    /// <param name="block">The block of the handler.</param>
    /// <param name="call">The call in whose scope the variables are defined.</param>
    internal static Scope Enter(ScriptBlock block, HandlerCall call)
    {
        object? own = EngineScopes.AreKnown ? EngineScopes.StateOf(block) : null;
        if (!EngineScopes.AreKnown
            || (own ?? EngineScopes.OfThisThread()) is not { } state
            || EngineScopes.Current(state) is not { } current)
        {
            call.UseDefaultPreferences();
            return default;
        }

        object home = (own is null ? EngineScopes.Global(state) : EngineScopes.Module(state))!;
        object global = EngineScopes.Global(state)!;
        if (call.UsesStreams)
        {
            AddActions(call, current, home, global);
        }

        AddOthers(call, call.UsesStreams ? s_others : s_ofPlainBlocks, current, home, global);
        return new Scope(current, StrictModeToSet(current, home));
    }

    private static void AddActions(HandlerCall call, object current, object home, object global)
    {
        foreach (string name in s_actions)
        {
            PSVariable? emitters = Find(name, current, home);
            object? own = ValueAt(name, home, global);
            if (Ends(own))
            {
                call.Define(name, ActionPreference.Continue);
            }
            else if (emitters is not null && !(Array.IndexOf(s_messages, name) >= 0 && IsContinue(emitters.Value)))
            {
                call.Define(name, own);
            }
        }
    }

    private static void AddOthers(HandlerCall call, string[] names, object current, object home, object global)
    {
        foreach (string name in names)
        {
            if (Find(name, current, home) is not null)
            {
                call.Define(name, ValueAt(name, home, global));
            }
        }
    }

    // A variable of the emitter: one between its scope and the handler's own.
    private static PSVariable? Find(string name, object current, object home)
    {
        PSVariable? found = null;
        for (object? scope = current; found is null && scope is not null && scope != home; scope = EngineScopes.Parent(scope))
        {
            found = EngineScopes.Variable(scope, name);
        }

        return found;
    }

    private static object? ValueAt(string name, object home, object global) =>
        (EngineScopes.Variable(home, name) ?? EngineScopes.Variable(global, name))?.Value;

    private static Version? StrictModeToSet(object current, object home)
    {
        Version? emitters = null;
        for (object? scope = current; emitters is null && scope is not null && scope != home; scope = EngineScopes.Parent(scope))
        {
            emitters = EngineScopes.StrictMode(scope);
        }

        Version own = EngineScopes.StrictMode(home) ?? s_off;
        return emitters is null || emitters == own ? null : own;
    }

    private static bool Ends(object? preference) => ActionOf(preference)
        is not (null or ActionPreference.Continue or ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private static bool IsContinue(object? preference) => ActionOf(preference) == ActionPreference.Continue;

    // The engine's conversion takes ten times as long for a value that needs none.
    private static ActionPreference? ActionOf(object? preference) =>
        preference is ActionPreference action || LanguagePrimitives.TryConvertTo(preference, out action) ? action : null;

    /// <summary>Restores the strict mode of the emitter's scope.</summary>
    internal readonly struct Scope : IDisposable
    {
        private readonly object? _scope;
        private readonly Version? _emitters;

        internal Scope(object scope, Version? strictMode)
        {
            if (strictMode is not null)
            {
                _scope = scope;
                _emitters = EngineScopes.StrictMode(scope);
                EngineScopes.SetStrictMode(scope, strictMode);
            }
        }

        public void Dispose()
        {
            if (_scope is not null)
            {
                EngineScopes.SetStrictMode(_scope, _emitters);
            }
        }
    }
}
