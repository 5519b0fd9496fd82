namespace Marketplace.Domain;

/// <summary>Every refusal code of the platform with its HTTP status. The sentences are in <c>Texts/{culture}.json</c> under
/// <c>refusal.{code}</c>; a code without both sentences, or a sentence without a code, fails a test.</summary>
public static class Codes
{
    public const string InputInvalid = "input.invalid";
    public const string InputMalformed = "input.malformed";
    public const string InputContentType = "input.contentType";
    public const string QueryInvalid = "query.invalid";
    public const string QueryNeedsIndex = "query.needsIndex";
    public const string SignInNeeded = "auth.required";
    public const string PinWrong = "auth.pin";
    public const string CapReached = "cap.reached";
    public const string GrantMissing = "grant.missing";
    public const string RoleMissing = "role.missing";
    public const string SignatureMissing = "signature.missing";
    public const string SignatureInvalid = "signature.invalid";
    public const string SignatureSelf = "signature.self";
    public const string NamespaceNotYours = "namespace.notYours";
    public const string NotFound = "notFound";
    public const string FunctionUnknown = "function.unknown";
    public const string ConflictState = "conflict.state";
    public const string ConflictVersion = "conflict.version";
    public const string ConflictUnique = "conflict.unique";
    public const string ConflictHead = "conflict.head";
    public const string ConflictAppendOnly = "conflict.appendOnly";
    public const string ReleaseBytesChanged = "conflict.releaseBytes";
    public const string ReleaseTooLarge = "release.tooLarge";
    public const string ReleaseInvalid = "release.invalid";
    public const string ReviewRed = "review.red";
    public const string ReleaseVersion = "release.version";
    public const string BodyTooLarge = "body.tooLarge";
    public const string OperationMismatch = "operation.mismatch";
    public const string OperationInFlight = "operation.inFlight";
    public const string AppThrew = "app.threw";
    public const string AppQuarantined = "app.quarantined";
    public const string AppSuspended = "app.suspended";
    public const string EffectReadOnly = "effect.readOnly";
    public const string EffectInvalid = "effect.invalid";
    public const string CallCycle = "call.cycle";
    public const string LimitCpu = "limit.cpu";
    public const string LimitStatements = "limit.statements";
    public const string LimitMemory = "limit.memory";
    public const string LimitDepth = "limit.depth";
    public const string LimitResult = "limit.result";
    public const string LimitHostCalls = "limit.hostCalls";
    public const string LimitEffects = "limit.effects";
    public const string LimitRegex = "limit.regex";
    public const string LimitDeadline = "limit.deadline";
    public const string NotAdmitted = "script.notAdmitted";
    public const string DeviceUnknown = "device.unknown";
    public const string HookSignature = "hook.signature";
    public const string HookTime = "hook.time";
    public const string LedgerFrozen = "ledger.frozen";
    public const string LedgerUnbalanced = "ledger.unbalanced";
    public const string LedgerMixed = "ledger.mixed";
    public const string LedgerBound = "ledger.bound";
    public const string LedgerHeld = "ledger.held";
    public const string LedgerOverflow = "ledger.overflow";
    public const string FileUnknown = "file.unknown";
    public const string FileType = "file.type";
    public const string FileQuota = "file.quota";
    public const string ImportFile = "import.file";
    public const string ImportHeader = "import.header";
    public const string ImportTooLong = "import.tooLong";
    public const string ImportKey = "import.key";
    public const string ImportArchive = "import.archive";
    public const string ImportNotEmpty = "import.notEmpty";
    public const string UpgradePath = "upgrade.path";
    public const string MigrationInvalid = "migration.invalid";
    public const string RollbackNone = "rollback.none";
    public const string RecordingNone = "recording.none";
    public const string RecordingApproval = "recording.approval";
    public const string ReplayNotHeld = "replay.notHeld";
    public const string EgressHost = "egress.host";
    public const string EgressInvalid = "egress.invalid";
    public const string EgressAddress = "egress.address";
    public const string EgressUnreachable = "egress.unreachable";
    public const string EgressTooLarge = "egress.tooLarge";
    public const string EgressDry = "egress.dryRun";
    public const string CalendarUnknown = "calendar.unknown";
    public const string SecretUnknown = "secret.unknown";
    public const string SecretQuota = "secret.quota";
    public const string ResourceOff = "resource.off";
    public const string FinanceOverDelivery = "finance.overDelivery";
    public const string FinanceNothing = "finance.nothing";
    public const string FinanceEvidence = "finance.evidence";
    public const string FinanceMismatch = "finance.mismatch";
    public const string FinanceInvoiceTaken = "finance.invoiceTaken";
    public const string FinanceInvoiceShort = "finance.invoiceShort";
    public const string FinanceTenor = "finance.tenor";
    public const string FinanceTenorReason = "finance.tenorReason";
    public const string FinanceMatured = "finance.matured";
    public const string FinanceNotDue = "finance.notDue";
    public const string FinanceSplit = "finance.split";
    public const string FinanceLineLimit = "finance.lineLimit";
    public const string FinanceLineUsed = "finance.lineUsed";
    public const string FinanceDuplicate = "finance.duplicate";
    public const string FinanceFeeCap = "finance.feeCap";
    public const string FinanceRecourse = "finance.noRecourse";
    public const string FinanceByVoucher = "finance.byVoucher";
    public const string LogisticsCapacity = "logistics.capacity";
    public const string LogisticsClasses = "logistics.classes";
    public const string LogisticsLane = "logistics.lane";
    public const string LogisticsWindow = "logistics.window";
    public const string LogisticsStops = "logistics.stops";
    public const string LogisticsDear = "logistics.dear";
    public const string LogisticsStale = "logistics.stale";
    public const string LogisticsLate = "logistics.late";
    public const string LogisticsBooked = "logistics.booked";
    public const string LogisticsNotAsked = "logistics.notAsked";
    public const string LogisticsAmount = "logistics.amount";
    public const string LogisticsDocuments = "logistics.documents";
    public const string LogisticsBusy = "logistics.busy";
    public const string LogisticsStep = "logistics.step";
    public const string LogisticsLots = "logistics.lots";
    public const string LogisticsMode = "logistics.mode";
    public const string TalentOvertimeDay = "talent.overtimeDay";
    public const string TalentOvertimeMonth = "talent.overtimeMonth";
    public const string TalentWeekAverage = "talent.weekAverage";
    public const string TalentRestDay = "talent.restDay";
    public const string TalentCertificate = "talent.certificate";
    public const string TalentOverlap = "talent.overlap";
    public const string TalentTravel = "talent.travel";
    public const string TalentConsent = "talent.consent";
    public const string TalentContract = "talent.contract";
    public const string TalentRelend = "talent.relend";
    public const string TalentOwn = "talent.own";
    public const string TalentCover = "talent.cover";
    public const string TalentAgreement = "talent.agreement";
    public const string TalentCandidate = "talent.candidate";
    public const string TalentSigned = "talent.signed";
    public const string TalentOpenShifts = "talent.openShifts";
    public const string TalentBill = "talent.bill";
    public const string TalentClock = "talent.clock";
    public const string TalentMinutes = "talent.minutes";
    public const string TalentSealed = "talent.sealed";
    public const string TalentMilestone = "talent.milestone";
    public const string TalentScore = "talent.score";
    public const string RateLimited = "rate.limited";
    public const string HostBusy = "host.busy";
    public const string Unavailable = "unavailable";
    public const string RequestForged = "request.crossSite";
    public const string MethodUnknown = "method.notAllowed";
    public const string HostFault = "host.fault";

    /// <summary>HTTP status of each platform code. A code that is not here belongs to an app and is 422.</summary>
    public static readonly IReadOnlyDictionary<string, int> Status = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [InputInvalid] = 400, [InputMalformed] = 400, [QueryInvalid] = 400, [QueryNeedsIndex] = 400,
        [SignInNeeded] = 401, [PinWrong] = 401, [CapReached] = 402,
        [GrantMissing] = 403, [RoleMissing] = 403, [ResourceOff] = 403,
        [HookSignature] = 403, [HookTime] = 403,
        [SignatureMissing] = 403, [SignatureInvalid] = 403, [SignatureSelf] = 403, [NamespaceNotYours] = 403,
        [NotFound] = 404, [FunctionUnknown] = 404,
        [ConflictState] = 409, [ConflictVersion] = 409, [ConflictUnique] = 409, [ConflictHead] = 409,
        [ConflictAppendOnly] = 409, [ReleaseBytesChanged] = 409, [OperationInFlight] = 409,
        [RequestForged] = 403, [MethodUnknown] = 405, [InputContentType] = 415,
        [ReleaseTooLarge] = 413, [BodyTooLarge] = 413,
        [ReleaseInvalid] = 422, [ReviewRed] = 422, [ReleaseVersion] = 422, [OperationMismatch] = 422, [AppThrew] = 422,
        [AppQuarantined] = 422, [AppSuspended] = 422, [EffectReadOnly] = 422, [EffectInvalid] = 422, [CallCycle] = 422,
        [LimitCpu] = 422, [LimitStatements] = 422, [LimitMemory] = 422, [LimitDepth] = 422, [LimitResult] = 422,
        [LimitHostCalls] = 422, [LimitEffects] = 422, [LimitRegex] = 422, [LimitDeadline] = 422, [NotAdmitted] = 422,
        [LedgerUnbalanced] = 422, [LedgerMixed] = 422, [LedgerBound] = 422, [LedgerHeld] = 422, [LedgerOverflow] = 422, [LedgerFrozen] = 503,
        [DeviceUnknown] = 422, [FileUnknown] = 422, [FileType] = 422, [FileQuota] = 422,
        [ImportFile] = 422, [ImportHeader] = 422, [ImportTooLong] = 422, [ImportKey] = 422, [ImportArchive] = 422, [ImportNotEmpty] = 409,
        [UpgradePath] = 422, [MigrationInvalid] = 422, [RollbackNone] = 409,
        [EgressHost] = 422, [EgressInvalid] = 422, [EgressAddress] = 422, [EgressUnreachable] = 422, [EgressTooLarge] = 422, [EgressDry] = 422,
        [CalendarUnknown] = 422, [SecretUnknown] = 422, [SecretQuota] = 422,
        [FinanceOverDelivery] = 422, [FinanceNothing] = 422, [FinanceEvidence] = 422, [FinanceMismatch] = 422, [FinanceInvoiceTaken] = 409,
        [FinanceInvoiceShort] = 422, [FinanceTenor] = 422, [FinanceTenorReason] = 422, [FinanceMatured] = 409, [FinanceNotDue] = 409,
        [FinanceSplit] = 422, [FinanceLineLimit] = 409, [FinanceLineUsed] = 409, [FinanceDuplicate] = 409, [FinanceFeeCap] = 422,
        [FinanceRecourse] = 409, [FinanceByVoucher] = 409,
        [LogisticsCapacity] = 409, [LogisticsClasses] = 409, [LogisticsLane] = 422, [LogisticsWindow] = 422, [LogisticsStops] = 422, [LogisticsDear] = 422, [LogisticsStale] = 409, [LogisticsLate] = 409,
        [LogisticsBooked] = 409, [LogisticsNotAsked] = 409, [LogisticsAmount] = 422, [LogisticsDocuments] = 422, [LogisticsBusy] = 409, [LogisticsStep] = 409, [LogisticsLots] = 422, [LogisticsMode] = 409,
        [TalentOvertimeDay] = 409, [TalentOvertimeMonth] = 409, [TalentWeekAverage] = 409, [TalentRestDay] = 409, [TalentCertificate] = 409, [TalentOverlap] = 409, [TalentTravel] = 409,
        [TalentConsent] = 409, [TalentContract] = 409, [TalentRelend] = 409, [TalentCover] = 409, [TalentAgreement] = 409, [TalentCandidate] = 409, [TalentSigned] = 409,
        [TalentOpenShifts] = 409, [TalentBill] = 409, [TalentClock] = 409, [TalentSealed] = 409, [TalentMilestone] = 409, [TalentScore] = 409,
        [TalentOwn] = 422, [TalentMinutes] = 422,
        [RecordingNone] = 404, [RecordingApproval] = 403, [ReplayNotHeld] = 422, [RateLimited] = 429, [HostBusy] = 503, [Unavailable] = 503, [HostFault] = 500,
    };

    /// <summary>The HTTP status for a code; 422 for an app's own.</summary>
    public static int StatusOf(string code) => Status.GetValueOrDefault(code, 422);

    /// <summary>Whether the outcome of an operation with this code is stored and re-served: what an app or a rule refused is,
    /// what may be retried with a better chance (400, 401, 402, 403, 429, 5xx) is not.
    /// A lost race and an operation that still runs say only: come again.</summary>
    public static bool IsStored(string code) => StatusOf(code) is 404 or 409 or 413 or 422 && code is not (ConflictHead or OperationInFlight);
}
