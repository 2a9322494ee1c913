using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;
using static System.Linq.Expressions.Expression;

namespace Telemetry.Commands;

/// <summary>
/// Calls the compiled code of a block in a scope of its own, as <see cref="EngineCall"/> does. It leaves out what no such block can
/// see (<see cref="BlockCode"/>), which takes longer than the code of most handlers: the bound parameters as a dictionary, the
/// variables of the script's path, the conversion of arguments, a pipe for the output, and the drives of the scope.
/// </summary>
internal static class DirectCall
{
    /// <summary>Calls the code of a block.</summary>
    /// <returns>Whether the code was called. If not, the engine's own call is needed: while breakpoints are set, the pipeline is
    /// stopped, another thread runs the session, or the block has another language mode.</returns>
    internal delegate bool BlockCall(
        ScriptBlock block,
        Delegate code,
        object? underscore,
        InvocationInfo position,
        Action<object, object?>[] parameters,
        object?[] arguments);

    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The call; null if this engine does not have the members that it needs.</summary>
    internal static BlockCall? TryCall { get; } = CreateIfKnown();

    private static BlockCall? CreateIfKnown()
    {
        try
        {
            return Create();
        }
        catch (Exception)
        {
            // Whatever an engine lacks, or does otherwise, its own call is there.
            return null;
        }
    }

    private static BlockCall Create()
    {
        ParameterExpression block = Parameter(typeof(ScriptBlock));
        ParameterExpression code = Parameter(typeof(Delegate));
        ParameterExpression underscore = Parameter(typeof(object));
        ParameterExpression position = Parameter(typeof(InvocationInfo));
        ParameterExpression parameters = Parameter(typeof(Action<object, object?>[]));
        ParameterExpression arguments = Parameter(typeof(object?[]));

        MethodInfo contextOfThread = MethodOf(TypeOf("Runspaces.LocalPipeline"), "GetExecutionContextFromTLS");
        ParameterExpression context = Variable(contextOfThread.ReturnType);
        Expression currentState = Get(context, "EngineSessionState");
        ParameterExpression outer = Variable(currentState.Type);
        ParameterExpression own = Variable(currentState.Type);
        LabelTarget end = Label(typeof(bool));
        return Lambda<BlockCall>(
                Block(
                    [context, outer, own],
                    Assign(context, Call(contextOfThread)),
                    IfThen(IsNull(context), Return(end, Constant(false))),
                    Assign(outer, currentState),
                    Assign(own, Coalesce(Get(block, "SessionStateInternal"), outer)),
                    IfThen(NeedsEngine(block, context, own), Return(end, Constant(false))),
                    Run(block, code, context, outer, own, Locals(block, context, underscore, position, parameters, arguments)),
                    Label(end, Constant(true))),
                block,
                code,
                underscore,
                position,
                parameters,
                arguments)
            .Compile();
    }

    private static Expression NeedsEngine(Expression block, Expression context, Expression own)
    {
        Expression mode = Get(block, "LanguageMode");
        Type runspace = TypeOf("Runspaces.RunspaceBase");
        return new Expression[]
        {
            ReferenceNotEqual(Get(own, "ExecutionContext"), context),
            GreaterThan(Get(context, "_debuggingMode"), Constant(0)),
            Get(context, "CurrentPipelineStopping"),
            AndAlso(Get(mode, "HasValue"), NotEqual(Get(mode, "Value"), Get(context, "LanguageMode"))),
            Not(Call(Convert(Get(context, "CurrentRunspace"), runspace), MethodOf(runspace, "CanRunActionInCurrentPipeline"))),
        }.Aggregate(OrElse);
    }

    // The variables that the engine's own call sets, without those that only a block can see that reads them.
    private static BlockExpression Locals(
        Expression block, Expression context, Expression underscore, Expression position, Expression parameters, Expression arguments)
    {
        MethodInfo set = MethodOf(TypeOf("MutableTuple"), "SetAutomaticVariable");
        Expression automatic(string name) =>
            Constant(Enum.Parse(TypeOf("AutomaticVariable"), name), set.GetParameters()[0].ParameterType);
        ParameterExpression locals = Variable(set.DeclaringType!);
        ParameterExpression index = Variable(typeof(int));
        LabelTarget end = Label();
        return Block(
            [locals, index],
            Assign(locals, Call(block, MethodOf(typeof(ScriptBlock), "MakeLocalsTuple"), Constant(true))),
            IfThen(
                ReferenceNotEqual(underscore, Constant(EngineCall.NoUnderscore, typeof(object))),
                Call(locals, set, automatic("Underbar"), underscore, context)),
            Call(locals, set, automatic("MyInvocation"), position, context),
            Loop(
                IfThenElse(
                    LessThan(index, ArrayLength(arguments)),
                    Block(
                        Invoke(ArrayIndex(parameters, index), locals, ArrayIndex(arguments, index)),
                        PreIncrementAssign(index)),
                    Break(end)),
                end),
            locals);
    }

    private static BlockExpression Run(
        Expression block, Expression code, Expression context, Expression outer, Expression own, Expression locals)
    {
        MethodInfo newScope = MethodOf(own.Type, "NewScope");
        ParameterExpression scope = Variable(newScope.ReturnType);
        Expression errors = Get(context, "ShellFunctionErrorOutputPipe");
        ParameterExpression outerErrors = Variable(errors.Type);
        Type function = TypeOf("Language.FunctionContext");
        Expression id = Get(Get(context, "CurrentRunspace"), "InstanceId");
        return Block(
            [scope, outerErrors],
            Assign(outerErrors, errors),
            Assign(scope, Call(own, newScope, Constant(false))),
            Assign(Get(scope, "LocalsTuple"), locals),
            TryFinally(
                Block(
                    Assign(errors, Default(errors.Type)),
                    Assign(Get(context, "EngineSessionState"), own),
                    Assign(Get(own, "CurrentScope"), scope),
                    Call(MethodOf(typeof(ScriptBlock), "LogScriptBlockStart"), block, id),
                    TryFinally(
                        Invoke(
                            Convert(code, typeof(Action<>).MakeGenericType(function)),
                            NewFunction(function, block, context, Get(scope, "LocalsTuple"), errors.Type)),
                        Call(MethodOf(typeof(ScriptBlock), "LogScriptBlockEnd"), block, id))),
                Block(
                    Assign(errors, outerErrors),
                    RemoveScope(own, scope),
                    Assign(Get(context, "EngineSessionState"), outer))));
    }

    private static MemberInitExpression NewFunction(
        Type function, Expression block, Expression context, Expression locals, Type pipeType)
    {
        // It drops everything and is not changed, so that one serves all calls.
        object pipe = Activator.CreateInstance(pipeType, Any, null, null, null)!;
        PropertyOf(pipeType, "NullPipe").SetValue(pipe, true);
        return MemberInit(
            New(function),
            Bind(FieldOf(function, "_executionContext"), context),
            Bind(FieldOf(function, "_outputPipe"), Constant(pipe, pipeType)),
            Bind(FieldOf(function, "_localsTuple"), locals),
            Bind(FieldOf(function, "_scriptBlock"), block),
            Bind(FieldOf(function, "_file"), Get(block, "File")),
            Bind(FieldOf(function, "_debuggerHidden"), Get(block, "DebuggerHidden")),
            Bind(FieldOf(function, "_debuggerStepThrough"), Get(block, "DebuggerStepThrough")),
            Bind(FieldOf(function, "_sequencePoints"), Get(block, "SequencePoints")));
    }

    // The engine makes tables of the drives of each scope to remove them. Only code in C# can have added one to this scope.
    private static ConditionalExpression RemoveScope(Expression own, Expression scope)
    {
        Expression parent = Get(scope, "Parent");
        return IfThenElse(
            AndAlso(
                ReferenceEqual(Get(own, "CurrentScope"), scope),
                AndAlso(IsNull(Get(scope, "_drives")), IsNull(Get(scope, "_automountedDrives")))),
            Block(Assign(Get(own, "CurrentScope"), parent), Assign(parent, Default(parent.Type))),
            Call(own, MethodOf(own.Type, "RemoveScope"), Get(own, "CurrentScope")));
    }

    private static BinaryExpression IsNull(Expression value) => ReferenceEqual(value, Default(value.Type));

    private static Type TypeOf(string name) =>
        typeof(ScriptBlock).Assembly.GetType($"System.Management.Automation.{name}") ?? throw new MissingMemberException(name);

    private static MethodInfo MethodOf(Type type, string name) =>
        type.GetMethod(name, Any) ?? throw new MissingMemberException(type.Name, name);

    private static FieldInfo FieldOf(Type type, string name) =>
        type.GetField(name, Any) ?? throw new MissingMemberException(type.Name, name);

    private static PropertyInfo PropertyOf(Type type, string name) =>
        type.GetProperty(name, Any) ?? throw new MissingMemberException(type.Name, name);

    private static MemberExpression Get(Expression target, string name) => target.Type.GetProperty(name, Any) is { } property
        ? Property(target, property)
        : Field(target, FieldOf(target.Type, name));
}
